package dev.s3logkit.common.archive.tar;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a table of contents says of one entry.
///
/// @param crc32 of the body (RFC 1952, section 8), 0 to 2^32 - 1
/// @param headerOffset where the entry's first header stands in the uncompressed archive
/// @param bodyOffset where its body starts there
public record TableEntry(TarballSource source, long crc32, long headerOffset, long bodyOffset) {

    /// As [TarballSource#name()].
    public String name() {
        return source.name();
    }

    /// As [TarballSource#size()].
    public long size() {
        return source.size();
    }

    /// As [TarballSource#mtime()].
    public Instant mtime() {
        return source.mtime();
    }

    /// As [TarballSource#etag()].
    public @Nullable String etag() {
        return source.etag();
    }

    /// Where the next entry starts in the uncompressed archive.
    long endOffset() {
        return bodyOffset + size() + TarConstants.padding(size());
    }
}
