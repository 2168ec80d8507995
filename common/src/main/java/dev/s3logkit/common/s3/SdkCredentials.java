package dev.s3logkit.common.s3;

import dev.s3logkit.common.aws.Credentials;
import java.io.IOException;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.exception.SdkException;

/// The credentials that the SDK finds; its provider keeps them until they are about to expire.
final class SdkCredentials implements SignedGets.Keys {

    private final AwsCredentialsProvider provider;

    SdkCredentials(AwsCredentialsProvider provider) {
        this.provider = provider;
    }

    @Override
    public Credentials get() throws IOException {
        AwsCredentials found;
        try {
            found = provider.resolveCredentials();
        } catch (SdkException e) {
            throw new IOException(e.getMessage(), e);
        }
        return new Credentials(
                found.accessKeyId(),
                found.secretAccessKey(),
                found instanceof AwsSessionCredentials session ? session.sessionToken() : null);
    }
}
