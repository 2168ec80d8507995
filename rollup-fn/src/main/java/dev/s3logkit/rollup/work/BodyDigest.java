package dev.s3logkit.rollup.work;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// Reads the body of an entry for its size, CRC-32 and, if asked for, MD5.
final class BodyDigest {

    private static final int BUFFER = 64 << 10;

    private final byte[] buffer = new byte[BUFFER];
    private final CRC32 crc = new CRC32();
    private final @Nullable MessageDigest md5;
    private long size;

    BodyDigest(boolean withMd5) {
        try {
            md5 = withMd5 ? MessageDigest.getInstance("MD5") : null;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }

    /// Starts anew with this body, which is read to its end.
    void update(InputStream body) throws IOException {
        crc.reset();
        size = 0;
        for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
            crc.update(buffer, 0, n);
            if (md5 != null) {
                md5.update(buffer, 0, n);
            }
            size += n;
        }
    }

    long size() {
        return size;
    }

    /// 0 to 2^32 - 1.
    long crc32() {
        return crc.getValue();
    }

    /// Called once for each body.
    byte[] md5() {
        if (md5 == null) {
            throw new IllegalStateException("no MD5 was asked for");
        }
        return md5.digest();
    }
}
