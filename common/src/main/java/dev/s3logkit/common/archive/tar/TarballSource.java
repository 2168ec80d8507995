package dev.s3logkit.common.archive.tar;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// What becomes an entry of a tarball.
///
/// @param name of 1 to 65,536 bytes of UTF-8, without NUL and not ending in a slash
/// @param size of the body, bytes
/// @param mtime to the second; what is finer is cut off
/// @param etag the version of the object that the body is, as S3 gives it without quotes; null when
///   it was none
public record TarballSource(String name, long size, Instant mtime, @Nullable String etag) {

    public TarballSource {
        requireName(name);
        if (size < 0 || size > TarConstants.MAX_BODY) {
            throw new IllegalArgumentException(name + ": an entry of " + size + " bytes");
        }
        mtime = mtime.truncatedTo(ChronoUnit.SECONDS);
    }

    private static void requireName(String name) {
        int bytes;
        try {
            bytes = UTF_8.newEncoder().encode(CharBuffer.wrap(name)).remaining();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(name + ": a name that UTF-8 cannot write", e);
        }
        if (bytes == 0 || bytes > TarConstants.MAX_NAME_BYTES) {
            throw new IllegalArgumentException("a name of " + bytes + " bytes");
        }
        if (name.indexOf('\0') >= 0 || name.endsWith("/")) {
            throw new IllegalArgumentException(name + ": a name that no file can have");
        }
    }
}
