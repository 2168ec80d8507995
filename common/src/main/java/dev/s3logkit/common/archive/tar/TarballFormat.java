package dev.s3logkit.common.archive.tar;

import dev.s3logkit.common.archive.Decompression;
import java.io.IOException;
import java.io.InputStream;

/// How a tarball is compressed.
public enum TarballFormat {
    /// gzip, level 6: a member for each block.
    TGZ(".tgz", "application/gzip"),
    /// zstd, level 3: a frame for each block.
    TAR_ZST(".tar.zst", "application/zstd");

    private final String extension;
    private final String contentType;

    TarballFormat(String extension, String contentType) {
        this.extension = extension;
        this.contentType = contentType;
    }

    /// With the dot.
    public String extension() {
        return extension;
    }

    /// What `in` holds in this format; closed with the stream that is returned.
    InputStream decompress(InputStream in, String name) throws IOException {
        return switch (this) {
            case TGZ -> Decompression.gzip(in, name);
            case TAR_ZST -> Decompression.zstd(in, name);
        };
    }

    /// MIME type.
    public String contentType() {
        return contentType;
    }
}
