package dev.s3logkit.common.aws;

import org.jspecify.annotations.Nullable;

/// Keys that requests are signed with.
///
/// @param sessionToken null for the keys of a user
public record Credentials(String accessKeyId, String secretKey, @Nullable String sessionToken) {

    /// Without what is secret.
    @Override
    public String toString() {
        return "Credentials[" + accessKeyId + "]";
    }
}
