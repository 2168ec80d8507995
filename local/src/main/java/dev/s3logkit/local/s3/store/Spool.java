package dev.s3logkit.local.s3.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;

/// Receives bodies: small ones into memory, others into files of a folder.
public final class Spool {

    private final Path folder;
    private final int memoryLimit;
    private final AtomicLong files = new AtomicLong();

    /// @param folder for the files; it exists and is the spool's own
    /// @param memoryLimit the largest body that is held in memory; 0 for none
    Spool(Path folder, int memoryLimit) {
        this.folder = folder;
        this.memoryLimit = memoryLimit;
    }

    /// Reads the stream to its end, so that whoever checks sums in it gets to do so.
    ///
    /// @throws IOException also when the stream fails; nothing is kept then
    public Content receive(InputStream in) throws IOException {
        MessageDigest md5 = md5();
        CRC32 crc = new CRC32();
        byte[] head = in.readNBytes(memoryLimit + 1);
        md5.update(head);
        crc.update(head);
        if (memoryLimit > 0 && head.length <= memoryLimit) {
            Body body = new Body.InMemory(head);
            return new Content(body, head.length, hex(md5), (int) crc.getValue());
        }
        Path file = folder.resolve(Long.toString(files.incrementAndGet()));
        long size = head.length;
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(head);
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                md5.update(buffer, 0, n);
                crc.update(buffer, 0, n);
                out.write(buffer, 0, n);
                size += n;
            }
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
        return new Content(new Body.OnFile(file), size, hex(md5), (int) crc.getValue());
    }

    static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }
}
