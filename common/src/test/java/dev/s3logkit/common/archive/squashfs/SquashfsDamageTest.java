package dev.s3logkit.common.archive.squashfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.s3logkit.common.CorruptedInputException;
import dev.s3logkit.common.FormatException;
import dev.s3logkit.common.LimitExceededException;
import dev.s3logkit.common.NotThisFormatException;
import dev.s3logkit.common.UnsupportedFeatureException;
import dev.s3logkit.common.io.BytesSource;
import dev.s3logkit.common.io.RandomAccessSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Images that are damaged or not for this reader: each names what it is.
class SquashfsDamageTest {

    private static void walk(byte[] bytes) throws IOException {
        try (SquashfsImage image = SampleImages.open(bytes)) {
            SquashfsWalk walk = image.walk("");
            for (SquashfsEntry e = walk.next(); e != null; e = walk.next()) {
                if (image.inode(e) instanceof SquashfsInode.File file) {
                    image.read(file, 0, new byte[100], 0, 100);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "h", "hsq", "PK\3\4", "sqsx", "\37\213\b\0"})
    void whatDoesNotStartWithTheMagicIsAnotherFormat(String start) {
        byte[] bytes = start.getBytes(StandardCharsets.ISO_8859_1);
        for (int length : new int[] {bytes.length, 500}) {
            assertThatThrownBy(() -> walk(Arrays.copyOf(bytes, length)))
                    .isInstanceOf(NotThisFormatException.class)
                    .hasMessageContaining("image.sqfs")
                    .hasMessageContaining("not a squashfs image");
        }
    }

    @ParameterizedTest
    @CsvSource({"sqsh, big-endian", "shsq, vendor", "sqlz, vendor"})
    void otherByteOrdersAndVendorsAreNamed(String magic, String what) {
        byte[] image = SampleImages.bytes("gzip");
        System.arraycopy(magic.getBytes(StandardCharsets.US_ASCII), 0, image, 0, 4);
        assertThatThrownBy(() -> walk(image))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining(what);
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 1", "3, 1", "4, 1", "5, 0"})
    void otherVersionsAreNamed(int major, int minor) {
        byte[] image =
                ImageBuilder.with32(SampleImages.bytes("gzip"), 28, major | (long) minor << 16);
        assertThatThrownBy(() -> walk(image))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining("version %d.%d".formatted(major, minor));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 65535})
    void unknownCompressorsAreNamed(int number) {
        byte[] image = ImageBuilder.with32(SampleImages.bytes("gzip"), 20, number | 12L << 16);
        assertThatThrownBy(() -> walk(image))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining("compressor " + number);
    }

    static Stream<Arguments> badFields() {
        return Stream.of(
                Arguments.of(12, 0L, "block size 0 "),
                Arguments.of(12, 2048L, "block size 2048 "),
                Arguments.of(12, 8192L, "logarithm 12"),
                Arguments.of(12, 0xffff_ffffL, "block size 4294967295"),
                Arguments.of(40, 95L, "the superblock says 95 bytes"),
                Arguments.of(40, 0x7fff_ffffL, "it is truncated or damaged"),
                Arguments.of(44, 0xffff_ffffL, "the superblock says 18446744"),
                Arguments.of(48, 0x00ff_ffffL, "the id table at"),
                Arguments.of(52, 0x8000_0000L, "the id table at 9223"),
                Arguments.of(64, 0L, "the inode table at 0"),
                Arguments.of(68, 0xb2b9_0fffL, "the inode table at"),
                Arguments.of(72, 95L, "the directory table at 95"),
                Arguments.of(76, 1L, "the directory table at"));
    }

    @ParameterizedTest
    @MethodSource("badFields")
    void aSuperblockThatCannotBeIsRefusedWithItsOffset(int at, long value, String message) {
        byte[] image = ImageBuilder.with32(SampleImages.bytes("gzip"), at, value);
        assertThatThrownBy(() -> walk(image))
                .isInstanceOf(CorruptedInputException.class)
                .hasMessageContaining(message)
                .extracting(e -> ((CorruptedInputException) e).offset() / 8)
                .isEqualTo(at / 8L);
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", "a/b", "/", "a\0b", "\0"})
    void namesThatLeadElsewhereAreRefused(String name) {
        byte[] image = ImageBuilder.flat(List.of(name));
        assertThatThrownBy(() -> walk(image))
                .isInstanceOf(CorruptedInputException.class)
                .hasMessageContaining("a name that is");
    }

    @ParameterizedTest
    @CsvSource({"b, a", "a, a", "ab, a"})
    void namesThatAreTwiceThereOrNotInOrderAreRefused(String first, String second) {
        assertThatThrownBy(() -> walk(ImageBuilder.flat(List.of(first, second))))
                .isInstanceOf(CorruptedInputException.class)
                .hasMessageContaining("not in order");
    }

    @Test
    void aFolderInItselfIsRefused() {
        ImageBuilder builder = new ImageBuilder();
        long root = builder.nextReference();
        builder.folder(new ImageBuilder.Entry("self", 1, root));
        byte[] image = builder.end(root);
        assertThatThrownBy(() -> walk(image))
                .isInstanceOf(CorruptedInputException.class)
                .hasMessageContaining("a folder that is in two folders, or in itself: self");
        assertThatThrownBy(() -> SampleImages.open(image).walk("self/self/x").next())
                .hasMessageContaining("in itself");
    }

    @Test
    void foldersThatMultiplyAreRefused() {
        ImageBuilder builder = new ImageBuilder();
        long folder = builder.folder();
        for (int i = 0; i < 64; i++) {
            folder =
                    builder.folder(
                            new ImageBuilder.Entry("a", 1, folder),
                            new ImageBuilder.Entry("b", 1, folder));
        }
        byte[] image = builder.end(folder);
        assertThatThrownBy(() -> walk(image)).hasMessageContaining("in two folders");
    }

    @Test
    void aPathWithoutEndIsBounded() {
        ImageBuilder builder = new ImageBuilder();
        long folder = builder.folder();
        for (int i = 0; i < 200; i++) {
            folder = builder.folder(new ImageBuilder.Entry("n".repeat(200), 1, folder));
        }
        byte[] image = builder.end(folder);
        assertThatThrownBy(() -> walk(image))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("path");
    }

    @Test
    void anEntryOfAnotherTypeThanItsInodeIsRefused() {
        ImageBuilder builder = new ImageBuilder();
        long file = builder.file(new byte[3]);
        byte[] image = builder.end(builder.folder(new ImageBuilder.Entry("x", 3, file)));
        assertThatThrownBy(() -> walk(image))
                .hasMessageContaining("x is a SYMBOLIC_LINK by its entry and a FILE by its inode");
    }

    @Test
    void sizesThatNothingIsBehindCostNothing() throws IOException {
        for (long size : new long[] {1L << 32, 1L << 40, Long.MAX_VALUE, -1}) {
            ImageBuilder builder = new ImageBuilder();
            long file = builder.nextReference();
            builder.inode(9).u64(96).u64(size).u64(0).u32(1).u32(-1).u32(0).u32(-1);
            byte[] image = builder.end(builder.folder(new ImageBuilder.Entry("x", 2, file)));
            assertThatThrownBy(() -> walk(image)).isInstanceOf(FormatException.class);
        }
    }

    @Test
    void listingsThatNothingIsBehindAreRefused() {
        ImageBuilder builder = new ImageBuilder();
        builder.listings.u32(255).u32(0).u32(1);
        byte[] image = builder.end(builder.folder(0, 0xffff_fff0L));
        assertThatThrownBy(() -> walk(image)).isInstanceOf(CorruptedInputException.class);
    }

    @Test
    void aHeaderOfMoreThan256EntriesIsRefused() {
        ImageBuilder builder = new ImageBuilder();
        builder.listings.u32(256).u32(0).u32(1);
        byte[] image = builder.end(builder.folder(0, 12));
        assertThatThrownBy(() -> walk(image)).hasMessageContaining("a header of 257 entries");
    }

    @Test
    void anInodeTypeThatIsNoneIsRefused() {
        ImageBuilder builder = new ImageBuilder();
        long inode = builder.nextReference();
        builder.inode(15).u64(0).u64(0);
        byte[] image = builder.end(builder.folder(new ImageBuilder.Entry("x", 2, inode)));
        assertThatThrownBy(() -> walk(image)).hasMessageContaining("inode type 15");
    }

    @Test
    void aFragmentThatIsNotThereIsRefused() {
        ImageBuilder builder = new ImageBuilder();
        long inode = builder.nextReference();
        builder.inode(2).u32(96).u32(7).u32(0).u32(100);
        byte[] image = builder.end(builder.folder(new ImageBuilder.Entry("x", 2, inode)));
        assertThatThrownBy(() -> walk(image))
                .hasMessageContaining("entry 7 of the fragment table, which has 0");
    }

    @Test
    void aLinkTargetIsBounded() {
        ImageBuilder builder = new ImageBuilder();
        long inode = builder.nextReference();
        builder.inode(3).u32(1).u32(0x7fff_ffff);
        byte[] image = builder.end(builder.folder(new ImageBuilder.Entry("x", 3, inode)));
        assertThatThrownBy(() -> walk(image)).isInstanceOf(LimitExceededException.class);
    }

    @Test
    void anIdThatIsNotThereIsRefused() {
        ImageBuilder builder = new ImageBuilder();
        long inode = builder.nextReference();
        builder.inodes.u16(7).u16(0).u16(5).u16(0).u32(0).u32(1).u32(1);
        byte[] image = builder.end(builder.folder(new ImageBuilder.Entry("x", 7, inode)));
        assertThatThrownBy(() -> walk(image))
                .hasMessageContaining("entry 5 of the id table, which has 1");
    }

    @Test
    void aLinkThatLeadsToItselfEndlesslyIsALoopAndNotAFailureOfTheImage() throws IOException {
        ImageBuilder builder = new ImageBuilder();
        long grows = builder.symbolicLink("grows/grows");
        byte[] bytes = builder.end(builder.folder(new ImageBuilder.Entry("grows", 3, grows)));
        try (SquashfsImage image = SampleImages.open(bytes)) {
            assertThatThrownBy(() -> image.resolve("grows"))
                    .isInstanceOf(java.nio.file.FileSystemLoopException.class);
            walk(bytes);
        }
    }

    /// A source of which the content is replaced while it is open, as S3's tells by the ETag.
    @Test
    void aChangeOfTheSourcePassesThroughAndIsNotRemembered() throws IOException {
        Replaceable source = new Replaceable(SampleImages.bytes("zstd"));
        try (SquashfsImage image = SquashfsImage.open(source)) {
            SquashfsInode.File file = (SquashfsInode.File) image.inode(image.lookup("blocks"));
            source.replaced = true;
            byte[] into = new byte[8000];
            assertThatThrownBy(() -> image.read(file, 0, into, 0, 8000))
                    .isInstanceOf(IOException.class)
                    .hasMessage("replaced.sqfs: was replaced");
            try (InputStream in = image.open(file)) {
                assertThatThrownBy(in::readAllBytes).hasMessage("replaced.sqfs: was replaced");
            }
            source.replaced = false;
            assertThat(image.read(file, 0, into, 0, 8000)).isEqualTo(8000);
        }
    }

    private static final class Replaceable implements RandomAccessSource {

        private final BytesSource bytes;
        private boolean replaced;

        Replaceable(byte[] bytes) {
            this.bytes = new BytesSource("replaced.sqfs", bytes);
        }

        @Override
        public String name() {
            return bytes.name();
        }

        @Override
        public String identity() {
            return bytes.identity();
        }

        @Override
        public long length() {
            return bytes.length();
        }

        @Override
        public void read(long offset, byte[] into, int at, int length) throws IOException {
            if (replaced) {
                throw new IOException(name() + ": was replaced");
            }
            bytes.read(offset, into, at, length);
        }

        @Override
        public InputStream open(long offset, long length) throws IOException {
            return bytes.open(offset, length);
        }

        @Override
        public void close() {
            bytes.close();
        }
    }
}
