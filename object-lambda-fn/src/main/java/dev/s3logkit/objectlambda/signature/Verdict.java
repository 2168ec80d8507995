package dev.s3logkit.objectlambda.signature;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What the check of a signature found.
public sealed interface Verdict {

    /// The request was signed with a known secret, lately.
    ///
    /// @param accessKeyId whose secret it was
    record Accepted(String accessKeyId) implements Verdict {}

    /// The request is not to be served.
    ///
    /// @param status of HTTP
    /// @param code of S3, such as `SignatureDoesNotMatch`
    /// @param message as S3 words it; holds nothing that the client did not send
    /// @param details further elements of the error document, in their order
    record Refused(int status, String code, String message, Map<String, String> details)
            implements Verdict {

        public Refused {
            details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
        }
    }
}
