package dev.s3logkit.common.archive;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.s3logkit.common.CorruptedInputException;
import dev.s3logkit.common.FormatException;
import dev.s3logkit.common.UnsupportedFeatureException;
import java.io.IOException;
import java.io.InputStream;

/// The content of all frames of a zstd file (RFC 8878). Its native memory is freed by closing it.
public final class ZstdStream extends InputStream {

    /// What decoders take unless told otherwise: windows of 128 MiB.
    private static final int MAX_WINDOW_LOG = 27;

    private final ZstdInputStreamNoFinalizer frames;
    private final String name;

    /// @param name of the input in messages
    public ZstdStream(InputStream in, String name) throws IOException {
        this.frames = new ZstdInputStreamNoFinalizer(in).setLongMax(MAX_WINDOW_LOG);
        this.name = name;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
        try {
            return frames.read(b, off, len);
        } catch (ZstdIOException e) {
            throw mapped(e);
        }
    }

    @Override
    public void close() throws IOException {
        frames.close();
    }

    private FormatException mapped(ZstdIOException e) {
        if (e.getErrorCode() == Zstd.errFrameParameterWindowTooLarge()) {
            return new UnsupportedFeatureException(
                    "%s: zstd: a window of more than %d MiB"
                            .formatted(name, 1 << (MAX_WINDOW_LOG - 20)));
        }
        return new CorruptedInputException(name + ": zstd: " + e.getMessage(), -1, e);
    }
}
