package dev.s3logkit.common.archive.zip;

import java.util.HexFormat;

/// What an archive was asked to be: two archives of the same origin have the same purpose.
///
/// @param manifestSha256 SHA-256 of the manifest, 64 hex digits in lower case
/// @param options that change what the archive holds, in a form of the caller's that is equal when
///   they are; at most [#MAX_OPTIONS] characters
public record ArchiveOrigin(String manifestSha256, String options) {

    /// Bounds what a reader holds of an archive that it does not trust.
    public static final int MAX_OPTIONS = 16 << 10;

    static final int SHA256_SIZE = 32;

    public ArchiveOrigin {
        if (!manifestSha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("SHA-256 of the manifest: " + manifestSha256);
        }
        if (options.length() > MAX_OPTIONS) {
            throw new IllegalArgumentException(
                    "options of %d characters, allowed %d"
                            .formatted(options.length(), MAX_OPTIONS));
        }
    }

    byte[] digest() {
        return HexFormat.of().parseHex(manifestSha256);
    }
}
