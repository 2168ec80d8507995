package dev.s3logkit.local.template;

import java.util.Set;

/// An `AWS::S3ObjectLambda::AccessPoint`.
///
/// @param name that clients use in the place of a bucket's
/// @param functionArn of the function that answers
/// @param bucket behind the supporting access point
/// @param actions that the function answers; the others are the bucket's
/// @param features of `AllowedFeatures`
public record ObjectLambdaSpec(
        String logicalId,
        String name,
        String functionArn,
        String bucket,
        Set<String> actions,
        Set<String> features) {

    public ObjectLambdaSpec {
        actions = Set.copyOf(actions);
        features = Set.copyOf(features);
    }
}
