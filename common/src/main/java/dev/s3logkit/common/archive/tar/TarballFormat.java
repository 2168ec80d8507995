package dev.s3logkit.common.archive.tar;

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

    /// MIME type.
    public String contentType() {
        return contentType;
    }
}
