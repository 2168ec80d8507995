package dev.s3logkit.common.s3;

import dev.s3logkit.common.aws.Credentials;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/// The credentials that the SDK finds; its provider keeps them until they are about to expire.
final class SdkCredentials implements Supplier<Credentials> {

    private final AwsCredentialsProvider provider;

    SdkCredentials(AwsCredentialsProvider provider) {
        this.provider = provider;
    }

    @Override
    public Credentials get() {
        AwsCredentials found = provider.resolveCredentials();
        return new Credentials(
                found.accessKeyId(),
                found.secretAccessKey(),
                found instanceof AwsSessionCredentials session ? session.sessionToken() : null);
    }
}
