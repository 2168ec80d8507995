package dev.s3logkit.common.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;

/// The SDK's response body, which may throw what is no [IOException].
final class SdkStream extends FilterInputStream {

    private final S3Uri uri;

    SdkStream(S3Uri uri, ResponseInputStream<?> body) {
        super(body);
        this.uri = uri;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
        try {
            return in.read(b, off, len);
        } catch (SdkException e) {
            throw SdkFailure.of(uri, "GET", e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            in.close();
        } catch (SdkException e) {
            throw SdkFailure.of(uri, "GET", e);
        }
    }
}
