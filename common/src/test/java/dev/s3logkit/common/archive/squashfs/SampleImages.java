package dev.s3logkit.common.archive.squashfs;

import dev.s3logkit.common.io.BytesSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/// Small images that `mksquashfs -b 4096 -nopad` made, so that much is shown where it is not
/// installed: `gzip`, `lzma`, `lzo`, `xz`, `lz4` and `zstd` with the same content, and `extended`,
/// in which every inode has extended attributes and so is of an extended type.
final class SampleImages {

    static final List<String> COMPRESSORS = List.of("gzip", "lzma", "lzo", "xz", "lz4", "zstd");

    static final List<String> ALL = List.of("gzip", "lzma", "lzo", "xz", "lz4", "zstd", "extended");

    private SampleImages() {}

    static byte[] bytes(String name) {
        String resource = "/squashfs/" + name + ".sqfs";
        try (InputStream in =
                Objects.requireNonNull(SampleImages.class.getResourceAsStream(resource))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SquashfsImage open(String name) throws IOException {
        return open(bytes(name));
    }

    static SquashfsImage open(byte[] image) throws IOException {
        return SquashfsImage.open(new BytesSource("image.sqfs", image));
    }
}
