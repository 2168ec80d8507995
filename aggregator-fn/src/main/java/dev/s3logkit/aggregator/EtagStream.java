package dev.s3logkit.aggregator;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Computes the ETag that the bytes had as an object: S3 writes access logs by a single PUT under
/// SSE-S3, so theirs is the MD5 of the content.
final class EtagStream extends FilterInputStream {

    private final MessageDigest digest;

    EtagStream(InputStream in) {
        this(in, md5());
    }

    private EtagStream(InputStream in, MessageDigest digest) {
        super(new DigestInputStream(in, digest));
        this.digest = digest;
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }

    /// Reads what is left and gives the ETag of all; called once.
    String etag() throws IOException {
        in.transferTo(OutputStream.nullOutputStream());
        return HexFormat.of().formatHex(digest.digest());
    }
}
