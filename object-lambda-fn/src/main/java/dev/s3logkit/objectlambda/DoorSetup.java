package dev.s3logkit.objectlambda;

import dev.s3logkit.common.aws.AwsSettings;
import dev.s3logkit.common.config.Environment;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.objectlambda.archives.FailureLog;
import dev.s3logkit.objectlambda.bucket.VirtualBucket;
import dev.s3logkit.objectlambda.functionurl.CacheBucketLinks;
import dev.s3logkit.objectlambda.functionurl.ContentLinks;
import dev.s3logkit.objectlambda.functionurl.FrontDoor;
import dev.s3logkit.objectlambda.signature.SecretAccessKeys;
import dev.s3logkit.objectlambda.signature.SignatureCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes what functions serve archives with, as the environment says: `S3ARCHIVEFS_BUCKET`,
/// `S3ARCHIVEFS_LINK_BUCKET`, `S3_ACCESS_KEYS_SECRET` and the variables of [BucketSetup].
public final class DoorSetup {

    private static final String DEFAULT_BUCKET = "archives";

    private DoorSetup() {}

    /// The bucket that the environment describes.
    ///
    /// @param store stays open
    /// @param log takes failures of archives
    /// @throws dev.s3logkit.common.config.ConfigException when a variable is wrong
    public static VirtualBucket bucket(
            Map<String, String> environment, ObjectStore store, FailureLog log) {
        String name = Environment.of(environment).text("S3ARCHIVEFS_BUCKET", DEFAULT_BUCKET);
        try {
            return BucketSetup.open(name, environment, store, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The front door of a bucket.
    ///
    /// @param store stays open
    /// @param log takes what fails around the bucket
    /// @throws dev.s3logkit.common.config.ConfigException when a variable is wrong
    public static FrontDoor door(
            VirtualBucket bucket,
            Map<String, String> environment,
            ObjectStore store,
            FailureLog log) {
        Clock clock = Clock.systemUTC();
        Environment variables = Environment.of(environment);
        return new FrontDoor(
                bucket::handle,
                check(environment, variables.text("S3_ACCESS_KEYS_SECRET"), clock),
                links(environment, variables.text("S3ARCHIVEFS_LINK_BUCKET"), store, clock),
                log);
    }

    private static @Nullable SignatureCheck check(
            Map<String, String> environment, @Nullable String secret, Clock clock) {
        return secret == null
                ? null
                : new SignatureCheck(
                        new SecretAccessKeys(secret, new SecretsManagerStore(environment), clock),
                        AwsSettings.of(environment, "S3").region().id(),
                        clock);
    }

    private static @Nullable ContentLinks links(
            Map<String, String> environment,
            @Nullable String bucket,
            ObjectStore store,
            Clock clock) {
        return bucket == null ? null : CacheBucketLinks.create(bucket, environment, store, clock);
    }
}
