package dev.s3logkit.common.archive;

import dev.s3logkit.common.CorruptedInputException;
import dev.s3logkit.common.FormatException;
import dev.s3logkit.common.LimitExceededException;
import dev.s3logkit.common.UnsupportedFeatureException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.UnsupportedOptionsException;
import org.tukaani.xz.XZIOException;
import org.tukaani.xz.XZInputStream;

/// The content of all streams of an xz file (the .xz file format, version 1.2.1).
final class XzStream extends InputStream {

    /// What `xz -9` makes needs 65 MiB.
    private static final int MAX_MEMORY_KIB = 128 << 10;

    private final XZInputStream streams;
    private final String name;

    XzStream(InputStream in, String name) throws IOException {
        this.name = name;
        try {
            this.streams = new XZInputStream(in, MAX_MEMORY_KIB);
        } catch (XZIOException | EOFException e) {
            throw mapped(e);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
        try {
            return streams.read(b, off, len);
        } catch (XZIOException | EOFException e) {
            throw mapped(e);
        }
    }

    @Override
    public void close() throws IOException {
        streams.close();
    }

    private FormatException mapped(IOException e) {
        return switch (e) {
            case MemoryLimitException limit ->
                    new LimitExceededException(
                            name + ": xz: memory, KiB", limit.getMemoryNeeded(), MAX_MEMORY_KIB);
            case UnsupportedOptionsException _ ->
                    new UnsupportedFeatureException(name + ": xz: " + e.getMessage());
            case EOFException _ ->
                    new CorruptedInputException(name + ": xz: the input ends too early", -1, e);
            default -> new CorruptedInputException(name + ": xz: " + e.getMessage(), -1, e);
        };
    }
}
