package dev.s3logkit.objectlambda.signature;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The secrets that requests may be signed with.
@FunctionalInterface
public interface AccessKeys {

    /// The secret of an access key.
    ///
    /// @return null when there is no such key
    /// @throws IOException when it cannot be found out; the message names where was looked and says
    ///   nothing of any secret
    @Nullable String secretOf(String accessKeyId) throws IOException;
}
