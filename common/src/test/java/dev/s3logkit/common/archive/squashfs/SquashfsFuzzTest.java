package dev.s3logkit.common.archive.squashfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.s3logkit.common.FormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Damaged images are refused by exceptions of the one family, or read; nothing else happens.
class SquashfsFuzzTest {

    private static final int MUTATIONS = Boolean.getBoolean("s3logkit.long") ? 150_000 : 1_500;

    /// More than any file of the samples has.
    private static final int READ = 64 << 10;

    private static final int MAX_ENTRIES = 10_000;

    private final byte[] buffer = new byte[READ];

    static List<String> images() {
        return SampleImages.ALL;
    }

    @ParameterizedTest
    @MethodSource("images")
    void anyMutationIsReadOrRefused(String name) {
        byte[] image = SampleImages.bytes(name);
        Random random = new Random(name.hashCode());
        int refused = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            refused += isRefused(mutated(image, random)) ? 1 : 0;
        }
        assertThat(refused).isPositive();
    }

    @ParameterizedTest
    @MethodSource("images")
    void aCutAtEveryByteIsRefused(String name) throws IOException {
        byte[] image = SampleImages.bytes(name);
        for (int length = 0; length < image.length; length++) {
            assertThat(isRefused(Arrays.copyOf(image, length))).as("cut at %d", length).isTrue();
        }
        assertThat(isRefused(image)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("images")
    void everyBitThatIsFlippedIsReadOrRefused(String name) {
        byte[] image = SampleImages.bytes(name);
        int bits = Boolean.getBoolean("s3logkit.long") ? 8 : 1;
        for (int i = 0; i < image.length * bits; i++) {
            byte[] changed = image.clone();
            changed[i / bits] ^= (byte) (1 << (bits == 1 ? i % 8 : i % bits));
            isRefused(changed);
        }
    }

    /// A few bytes flipped, set or exchanged, or a run of bytes repeated elsewhere.
    private static byte[] mutated(byte[] image, Random random) {
        byte[] changed = image.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            // Half of them in the superblock and the tables, which are at the end.
            int range = random.nextBoolean() ? changed.length : Math.min(changed.length, 600);
            int at =
                    random.nextInt(8) == 0
                            ? random.nextInt(96)
                            : changed.length - 1 - random.nextInt(range);
            switch (random.nextInt(5)) {
                case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> changed[at] = (byte) random.nextInt();
                case 2 -> changed[at] = (byte) (random.nextBoolean() ? 0xff : 0);
                case 3 -> changed[at]++;
                default -> {
                    int length = Math.min(random.nextInt(32), changed.length - at);
                    int from = random.nextInt(changed.length - length);
                    System.arraycopy(image, from, changed, at, length);
                }
            }
        }
        return changed;
    }

    private boolean isRefused(byte[] image) {
        try {
            readAll(image);
            return false;
        } catch (FormatException e) {
            assertThat(e).hasMessageContaining("image.sqfs");
            return true;
        } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
            return fail("%s", Base64.getEncoder().encodeToString(image), e);
        }
    }

    /// Everything that an image offers.
    private void readAll(byte[] bytes) throws IOException {
        try (SquashfsImage image = SampleImages.open(bytes)) {
            SquashfsWalk walk = image.walk("");
            SquashfsEntry entry = walk.next();
            for (int i = 0; entry != null && i < MAX_ENTRIES; i++) {
                SquashfsInode inode = image.inode(entry);
                image.xattrs(inode);
                if (inode instanceof SquashfsInode.File file) {
                    read(image, file);
                }
                resolve(image, entry.path());
                entry = walk.next();
            }
            image.inode(1);
            image.lookup("sub/deep/file");
        }
    }

    private static void resolve(SquashfsImage image, String path) throws IOException {
        try {
            image.resolve(path);
        } catch (FileSystemLoopException | AccessDeniedException e) {
            assertThat(e).hasMessageContaining(path);
        }
    }

    private void read(SquashfsImage image, SquashfsInode.File file) throws IOException {
        image.read(file, 0, buffer, 0, READ);
        image.read(file, Math.max(0, file.size() - READ), buffer, 0, READ);
        image.read(file, file.size() / 2, buffer, 0, READ);
        try (InputStream in = image.openPastCache(file, 0, Math.min(READ, file.size()))) {
            in.transferTo(OutputStream.nullOutputStream());
        }
    }
}
