package dev.s3logkit.local.template;

import java.util.Map;

/// The account and stack that a template is resolved for.
///
/// @param stackName value of `AWS::StackName`, and the first part of the names of what has none
/// @param region value of `AWS::Region`
/// @param accountId value of `AWS::AccountId`: twelve digits
/// @param queueEndpoint URL of SQS without a slash at its end; queue URLs start with it
/// @param parameters values that replace the parameters' defaults, by name
public record TemplateSettings(
        String stackName,
        String region,
        String accountId,
        String queueEndpoint,
        Map<String, String> parameters) {

    public TemplateSettings {
        parameters = Map.copyOf(parameters);
    }

    String arn(String service, String resource) {
        return "arn:aws:%s:%s:%s:%s".formatted(service, region, accountId, resource);
    }
}
