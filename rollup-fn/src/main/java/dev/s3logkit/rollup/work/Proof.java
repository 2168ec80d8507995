package dev.s3logkit.rollup.work;

import dev.s3logkit.common.archive.Decompression;
import dev.s3logkit.common.archive.tar.TarEntry;
import dev.s3logkit.common.archive.tar.TarReader;
import dev.s3logkit.common.archive.tar.TarType;
import dev.s3logkit.common.s3.ObjectInfo;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.ObjectStream;
import dev.s3logkit.common.s3.S3Uri;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;

/// Reads a tarball back from S3 and decodes it as any tar program would, without its table.
final class Proof {

    private Proof() {}

    /// Returns what S3 says of the tarball of this ETag when it holds each of these logs with these
    /// bytes.
    ///
    /// @param expected by name
    /// @throws TaskFailedException names the log that is missing or differs
    /// @throws dev.s3logkit.common.FormatException when the tarball cannot be decoded
    static ObjectInfo require(
            ObjectStore store,
            S3Uri tarball,
            String etag,
            Map<String, DayObject.Body> expected,
            Deadline deadline)
            throws IOException {
        Map<String, DayObject.Body> left = new HashMap<>(expected);
        BodyDigest digest = new BodyDigest(false);
        String source = tarball.toString();
        ObjectInfo object;
        try (ObjectStream body = store.open(tarball, etag);
                InputStream plain = Decompression.open(body, source)) {
            object = body.info();
            TarReader tar = new TarReader(plain, source);
            for (TarEntry entry = tar.next(); entry != null; entry = tar.next()) {
                deadline.require("while a tarball was proven");
                String name =
                        entry.name().startsWith("./") ? entry.name().substring(2) : entry.name();
                if (entry.type() != TarType.FILE) {
                    continue;
                }
                digest.update(tar.body());
                DayObject.Body wanted = left.remove(name);
                if (wanted != null
                        && !wanted.equals(new DayObject.Body(digest.size(), digest.crc32()))) {
                    throw new TaskFailedException(
                            "%s holds %s with other bytes than were put into it; nothing is deleted"
                                    .formatted(source, name));
                }
            }
            // To the very end, where S3's checksum of the whole is compared.
            plain.transferTo(OutputStream.nullOutputStream());
        }
        if (!left.isEmpty()) {
            throw new TaskFailedException(
                    "%s does not hold %s; nothing is deleted"
                            .formatted(source, left.keySet().iterator().next()));
        }
        return object;
    }
}
