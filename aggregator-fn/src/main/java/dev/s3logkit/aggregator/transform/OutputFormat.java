package dev.s3logkit.aggregator.transform;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import dev.s3logkit.aggregator.staging.FragmentSet;
import dev.s3logkit.common.UnsupportedFeatureException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/// How emitted lines are stored.
public enum OutputFormat {
    /// Text, gzip.
    GZ("gz", "application/gzip"),
    /// Text, zstd.
    ZST("zst", "application/zstd");

    private static final int BUFFER = 64 << 10;
    private static final int ZSTD_LEVEL = 3;

    private final String extension;
    private final String contentType;

    OutputFormat(String extension, String contentType) {
        this.extension = extension;
        this.contentType = contentType;
    }

    /// The name in configuration and at the end of file names.
    public String extension() {
        return extension;
    }

    String contentType() {
        return contentType;
    }

    /// Reads a name as [#extension()] gives it.
    ///
    /// @throws IllegalArgumentException when it names no format
    public static OutputFormat of(String extension) {
        for (OutputFormat format : values()) {
            if (format.extension.equals(extension)) {
                return format;
            }
        }
        throw new IllegalArgumentException(
                "output format '%s': expected gz or zst".formatted(extension));
    }

    /// Reads what a set says, which an earlier or later version may have written.
    static OutputFormat ofSet(FragmentSet set, String group) throws UnsupportedFeatureException {
        try {
            return of(set.format());
        } catch (IllegalArgumentException e) {
            throw new UnsupportedFeatureException(
                    "set %d of group %s: %s".formatted(set.number(), group, e.getMessage()));
        }
    }

    /// A stream that compresses into `out` and closes it.
    OutputStream compress(OutputStream out) throws IOException {
        return switch (this) {
            case GZ -> new GZIPOutputStream(out, BUFFER);
            case ZST -> new ZstdOutputStreamNoFinalizer(out, ZSTD_LEVEL).setChecksum(true);
        };
    }
}
