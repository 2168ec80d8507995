package dev.s3logkit.objectlambda.accesspoint;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/// Sends requests on to the supporting access point, by the presigned URL that S3 gives in the
/// caller's name: what the caller may not read, nobody reads.
@FunctionalInterface
public interface Passage {

    /// Sends a request without a body.
    ///
    /// @param method GET or HEAD
    /// @param headers as the caller sent them, those that the URL was signed with included
    /// @return the answer, which the caller closes
    /// @throws IOException when there is none
    Passed send(String method, String url, Map<String, String> headers) throws IOException;

    /// An answer of the supporting access point.
    ///
    /// @param headers by lower-case names
    /// @param length bytes of the body; -1 when it was not told
    /// @param body that has not been read
    record Passed(int status, Map<String, String> headers, long length, InputStream body)
            implements AutoCloseable {

        public Passed {
            headers = Map.copyOf(headers);
        }

        @Override
        public void close() throws IOException {
            body.close();
        }
    }
}
