package dev.s3logkit.common.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/// Opens inputs that may be compressed.
public final class Decompression {

    private Decompression() {}

    /// The content: what gzip (of any number of members), zstd (of any number of frames) or xz (of
    /// any number of streams) holds, or the bytes themselves when they are none of these. Which it
    /// is, is told by the first bytes.
    ///
    /// Reading throws a [dev.s3logkit.common.FormatException] when compressed data is damaged or
    /// cut off, and passes on what `in` throws.
    ///
    /// @param in closed with the stream that is returned, and when this method throws
    /// @param name of the input in messages, as `s3://bucket/key` or a path
    public static InputStream open(InputStream in, String name) throws IOException {
        return open(in, name, false);
    }

    /// As [#open(InputStream, String)], for an input that is expected to be long: hundreds of
    /// megabytes of content and more. Gzip is inflated in Java, which costs less than the JDK's
    /// zlib once it is compiled, and more until then.
    public static InputStream openLong(InputStream in, String name) throws IOException {
        return open(in, name, true);
    }

    private static InputStream open(InputStream in, String name, boolean isLong)
            throws IOException {
        try {
            PushbackInputStream whole = new PushbackInputStream(in, Compression.MAGIC_SIZE);
            byte[] start = whole.readNBytes(Compression.MAGIC_SIZE);
            whole.unread(start);
            return switch (Compression.of(start)) {
                case NONE -> whole;
                case GZIP ->
                        isLong ? new GzipStream(new TableInput(whole, name)) : gzip(whole, name);
                case ZSTD -> zstd(whole, name);
                case XZ -> new XzStream(whole, name);
            };
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /// What gzip of any number of members holds, none included; otherwise as [#open(InputStream,
    /// String)].
    public static InputStream gzip(InputStream in, String name) {
        return new GzipStream(new ZlibInput(in, name));
    }

    /// What zstd of any number of frames holds, none included; otherwise as [#open(InputStream,
    /// String)].
    public static InputStream zstd(InputStream in, String name) throws IOException {
        return new ZstdStream(in, name);
    }
}
