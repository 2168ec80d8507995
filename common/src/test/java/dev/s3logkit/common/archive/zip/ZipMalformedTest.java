package dev.s3logkit.common.archive.zip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.s3logkit.common.CorruptedInputException;
import dev.s3logkit.common.FormatException;
import dev.s3logkit.common.LimitExceededException;
import dev.s3logkit.common.NotThisFormatException;
import dev.s3logkit.common.UnsupportedFeatureException;
import dev.s3logkit.common.io.BytesSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever the bytes are, nothing but a [FormatException] comes out, in bounded memory.
class ZipMalformedTest {

    private static final int MUTATIONS = Boolean.getBoolean("s3logkit.long") ? 100_000 : 2000;

    private static final int MOST_CONTENT = 1 << 20;

    private static byte[] small(ZipMethod method) throws IOException {
        Map<String, byte[]> bodies = new LinkedHashMap<>();
        bodies.put("logs/one", Sources.lines(1, 400));
        bodies.put("logs/two", Sources.lines(2, 300));
        bodies.put("logs/empty", new byte[0]);
        bodies.put("logs/noise", Sources.noise(3, 50));
        return Sources.archive(bodies, ZipOptions.of(method));
    }

    /// Everything that the reader can be asked, with bounds on what is taken.
    private static void readAll(byte[] archive) throws IOException {
        try (ZipReader zip = ZipReader.open(new BytesSource("a.zip", archive))) {
            IOException first = null;
            for (ZipEntry entry : zip.entries()) {
                zip.find(entry.name());
                first = attempt(first, () -> drain(zip.open(entry)));
                long from = entry.size() / 2;
                long length = Math.min(1000, entry.size() - from);
                first = attempt(first, () -> drain(zip.open(entry, from, length)));
            }
            if (zip.proof().isPresent()) {
                first = attempt(first, () -> zip.verify(1));
            }
            if (first != null) {
                throw first;
            }
        }
    }

    private interface Action {
        void run() throws IOException;
    }

    private static IOException attempt(IOException first, Action action) {
        try {
            action.run();
            return first;
        } catch (IOException e) {
            assertThat(e).isInstanceOf(FormatException.class);
            return first == null ? e : first;
        }
    }

    private static void drain(InputStream in) throws IOException {
        try (in) {
            in.readNBytes(MOST_CONTENT);
        }
    }

    @ParameterizedTest
    @EnumSource(ZipMethod.class)
    void anArchiveThatIsCutOffIsDamagedWhereverItIs(ZipMethod method) throws IOException {
        byte[] archive = small(method);
        readAll(archive);
        for (int length = 0; length < archive.length; length++) {
            byte[] cut = Arrays.copyOf(archive, length);
            assertThatThrownBy(() -> readAll(cut))
                    .as("%d bytes", length)
                    .isInstanceOf(FormatException.class)
                    .hasMessageContaining("a.zip");
        }
    }

    @ParameterizedTest
    @EnumSource(ZipMethod.class)
    void everyBitThatMattersIsFoundToBeWrong(ZipMethod method) throws IOException {
        byte[] archive = small(method);
        for (int at = 0; at < archive.length; at++) {
            byte[] damaged = archive.clone();
            damaged[at] ^= (byte) (1 << at % 8);
            readOrFail(damaged, "bit of byte " + at);
        }
    }

    @ParameterizedTest
    @EnumSource(ZipMethod.class)
    void verifyingFindsEveryChangedBitBesidesTheData(ZipMethod method) throws IOException {
        byte[] archive = small(method);
        BitSet data = data(archive);
        for (int bit = 0; bit < archive.length * Byte.SIZE; bit++) {
            byte[] damaged = archive.clone();
            damaged[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            if (data.get(bit / Byte.SIZE)) {
                // What is still the same content is as good as it was.
                isWhole(damaged);
            } else {
                assertThat(isWhole(damaged)).as("bit %d", bit).isFalse();
            }
        }
        assertThat(isWhole(archive)).isTrue();
    }

    private static BitSet data(byte[] archive) throws IOException {
        BitSet data = new BitSet();
        try (ZipReader reader = ZipReader.open(new BytesSource("a.zip", archive))) {
            for (ZipEntry entry : reader.entries()) {
                int at = (int) entry.offset();
                at +=
                        ZipConstants.LOCAL_SIZE
                                + LittleEndian.u16(archive, at + ZipConstants.LOCAL_NAME_LENGTH)
                                + LittleEndian.u16(archive, at + ZipConstants.LOCAL_EXTRA_LENGTH);
                data.set(at, at + (int) entry.compressedSize());
            }
        }
        return data;
    }

    private static boolean isWhole(byte[] archive) throws IOException {
        try (ZipReader reader = ZipReader.open(new BytesSource("a.zip", archive))) {
            return reader.verify(1).isWhole();
        } catch (FormatException e) {
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource(ZipMethod.class)
    void nothingButAFormatExceptionComesOfMutations(ZipMethod method) throws IOException {
        byte[] archive = small(method);
        Random random = new Random(1);
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] damaged = archive.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                int at =
                        random.nextBoolean()
                                ? random.nextInt(damaged.length)
                                : tail(random, damaged);
                switch (random.nextInt(4)) {
                    case 0 -> damaged[at] = (byte) random.nextInt();
                    case 1 -> damaged[at] = (byte) 0xff;
                    case 2 -> damaged[at] = 0;
                    default -> {
                        int length = Math.min(random.nextInt(16), damaged.length - at);
                        int from = random.nextInt(damaged.length - length);
                        System.arraycopy(archive, from, damaged, at, length);
                    }
                }
            }
            readOrFail(damaged, method + " mutation " + i);
        }
    }

    private static int tail(Random random, byte[] bytes) {
        return bytes.length - 1 - random.nextInt(Math.min(bytes.length, 400));
    }

    private static void readOrFail(byte[] archive, String what) {
        assertThatCode(
                        () -> {
                            try {
                                readAll(archive);
                            } catch (FormatException e) {
                                assertThat(e).hasMessageContaining("a.zip");
                            }
                        })
                .as(what)
                .doesNotThrowAnyException();
    }

    /// A change at the places of the end record and of the first directory header.
    record Change(String what, Class<?> expected, BiConsumer<byte[], int[]> change) {}

    static Stream<Arguments> changes() {
        Class<?> damaged = CorruptedInputException.class;
        Class<?> unsupported = UnsupportedFeatureException.class;
        return Stream.of(
                        end("disk", unsupported, ZipConstants.END_DISK, 2, 1),
                        end(
                                "disk of the directory",
                                unsupported,
                                ZipConstants.END_DIRECTORY_DISK,
                                2,
                                1),
                        end(
                                "entries on this disk",
                                unsupported,
                                ZipConstants.END_ENTRIES_ON_DISK,
                                2,
                                3),
                        end(
                                "length of the directory",
                                damaged,
                                ZipConstants.END_DIRECTORY_SIZE,
                                4,
                                10),
                        end(
                                "a directory of 4 GiB",
                                LimitExceededException.class,
                                ZipConstants.END_DIRECTORY_SIZE,
                                4,
                                -1),
                        end(
                                "place of the directory",
                                damaged,
                                ZipConstants.END_DIRECTORY_OFFSET,
                                4,
                                -1),
                        central("signature", damaged, 0, 4, 0),
                        central(
                                "length of the name",
                                damaged,
                                ZipConstants.CENTRAL_NAME_LENGTH,
                                2,
                                0xffff),
                        central(
                                "length of the extra",
                                damaged,
                                ZipConstants.CENTRAL_EXTRA_LENGTH,
                                2,
                                0xffff),
                        central(
                                "length of the comment",
                                damaged,
                                ZipConstants.CENTRAL_COMMENT_LENGTH,
                                2,
                                0xffff),
                        central("offset", damaged, ZipConstants.CENTRAL_OFFSET, 4, 1),
                        central("offset of all ones", damaged, ZipConstants.CENTRAL_OFFSET, 4, -1),
                        central("offset behind", damaged, ZipConstants.CENTRAL_OFFSET, 4, 1 << 30),
                        central("CRC-32", damaged, ZipConstants.CENTRAL_CRC, 4, 1),
                        central("size too small", damaged, ZipConstants.CENTRAL_ENTRY_SIZE, 4, 399),
                        central("size too large", damaged, ZipConstants.CENTRAL_ENTRY_SIZE, 4, 401),
                        central("size of zero", damaged, ZipConstants.CENTRAL_ENTRY_SIZE, 4, 0),
                        central("size of 4 GiB", damaged, ZipConstants.CENTRAL_ENTRY_SIZE, 4, -2),
                        central(
                                "compressed size too large",
                                damaged,
                                ZipConstants.CENTRAL_COMPRESSED_SIZE,
                                4,
                                5000),
                        central(
                                "compressed size of zero",
                                damaged,
                                ZipConstants.CENTRAL_COMPRESSED_SIZE,
                                4,
                                0),
                        central(
                                "method of the directory only",
                                damaged,
                                ZipConstants.CENTRAL_METHOD,
                                2,
                                8),
                        central("method unknown", unsupported, ZipConstants.CENTRAL_METHOD, 2, 12),
                        central("disk", unsupported, ZipConstants.CENTRAL_DISK, 2, 1),
                        central("encrypted", unsupported, ZipConstants.CENTRAL_FLAGS, 2, 1),
                        central("patch", unsupported, ZipConstants.CENTRAL_FLAGS, 2, 1 << 5))
                .map(c -> Arguments.of(c.what, c));
    }

    private static Change end(String what, Class<?> expected, int field, int length, int value) {
        return new Change(what, expected, (b, at) -> put(b, at[0] + field, length, value));
    }

    private static Change central(
            String what, Class<?> expected, int field, int length, int value) {
        return new Change(what, expected, (b, at) -> put(b, at[1] + field, length, value));
    }

    private static void put(byte[] bytes, int at, int length, int value) {
        if (length == Short.BYTES) {
            LittleEndian.put16(bytes, at, value);
        } else {
            LittleEndian.put32(bytes, at, value);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void aWrongFieldIsNamed(String what, Change change) throws IOException {
        byte[] archive = small(ZipMethod.ZSTD);
        int end = archive.length - ZipConstants.END_SIZE;
        int directory = LittleEndian.i32(archive, end + ZipConstants.END_DIRECTORY_OFFSET);
        change.change.accept(archive, new int[] {end, directory});
        assertThatThrownBy(() -> readAll(archive))
                .isInstanceOf(change.expected)
                .hasMessageContaining("a.zip");
    }

    @Test
    void whatIsNoArchiveIsSaidToBeNone() {
        for (byte[] bytes : new byte[][] {{}, {'P'}, Sources.lines(1, 500), new byte[300_000]}) {
            assertThatThrownBy(() -> readAll(bytes)).isInstanceOf(NotThisFormatException.class);
        }
    }

    @Test
    void entriesThatShareBytesAreNotRead() throws IOException {
        byte[] archive = small(ZipMethod.STORE);
        int end = archive.length - ZipConstants.END_SIZE;
        int first = LittleEndian.i32(archive, end + ZipConstants.END_DIRECTORY_OFFSET);
        int second = next(archive, first);
        // A directory of a bomb: each entry reaches into the ones behind it.
        byte[] nested = archive.clone();
        LittleEndian.put32(nested, first + ZipConstants.CENTRAL_COMPRESSED_SIZE, 600);
        LittleEndian.put32(nested, first + ZipConstants.CENTRAL_ENTRY_SIZE, 600);
        assertThatThrownBy(() -> readAll(nested))
                .isInstanceOf(CorruptedInputException.class)
                .hasMessageContaining("overlaps");
        byte[] shared = archive.clone();
        LittleEndian.put32(shared, second + ZipConstants.CENTRAL_OFFSET, 0);
        assertThatThrownBy(() -> readAll(shared))
                .isInstanceOf(CorruptedInputException.class)
                .hasMessageContaining("overlaps");
    }

    private static int next(byte[] archive, int header) {
        return header
                + ZipConstants.CENTRAL_SIZE
                + LittleEndian.u16(archive, header + ZipConstants.CENTRAL_NAME_LENGTH)
                + LittleEndian.u16(archive, header + ZipConstants.CENTRAL_EXTRA_LENGTH);
    }

    @ParameterizedTest
    @EnumSource(
            value = ZipMethod.class,
            names = {"DEFLATE", "ZSTD"})
    void aBombThatSaysItIsSmallEndsAtItsSize(ZipMethod method) throws IOException {
        for (int size : new int[] {8 << 20, 64 << 20}) {
            byte[] archive =
                    Sources.archive(Map.of("logs/bomb", new byte[size]), ZipOptions.of(method));
            int end = archive.length - ZipConstants.END_SIZE;
            int header = LittleEndian.i32(archive, end + ZipConstants.END_DIRECTORY_OFFSET);
            LittleEndian.put32(archive, header + ZipConstants.CENTRAL_ENTRY_SIZE, 1000);
            try (ZipReader zip = ZipReader.open(new BytesSource("a.zip", archive))) {
                assertThatThrownBy(() -> zip.read(zip.entry(0), 1000))
                        .isInstanceOf(CorruptedInputException.class)
                        .hasMessageContaining("goes on after the 1000 bytes");
            }
        }
    }

    @Test
    void zip64RecordsThatContradictTheEndAreDamaged() throws IOException {
        byte[] archive = small(ZipMethod.ZSTD);
        int end = archive.length - ZipConstants.END_SIZE;
        int directory = LittleEndian.i32(archive, end + ZipConstants.END_DIRECTORY_OFFSET);
        long entries = LittleEndian.u16(archive, end + ZipConstants.END_ENTRIES);
        for (boolean onlyThere : new boolean[] {false, true}) {
            // It can be read, and is not what we wrote.
            assertThatThrownBy(() -> readAll(zip64(archive, end, directory, entries, onlyThere)))
                    .isInstanceOf(CorruptedInputException.class)
                    .hasMessageContaining("the end of the archive is not what its entries make");
        }
        assertThatThrownBy(() -> readAll(zip64(archive, end, directory, entries + 1, false)))
                .isInstanceOf(CorruptedInputException.class)
                .hasMessageContaining("contradicts");
        assertThatThrownBy(() -> readAll(zip64(archive, end, directory, entries + 1, true)))
                .isInstanceOf(CorruptedInputException.class)
                .hasMessageContaining("where 5 are stated");
        byte[] lost = zip64(archive, end, directory, entries, true);
        lost[end] ^= 1;
        assertThatThrownBy(() -> readAll(lost))
                .isInstanceOf(CorruptedInputException.class)
                .hasMessageContaining("leads to no ZIP64 record");
    }

    /// The archive with a ZIP64 record before its end record.
    private static byte[] zip64(
            byte[] archive, int end, int directory, long entries, boolean onlyThere) {
        byte[] record = new byte[ZipConstants.ZIP64_END_SIZE + ZipConstants.LOCATOR_SIZE];
        LittleEndian.put32(record, 0, ZipConstants.ZIP64_END_SIGNATURE);
        LittleEndian.put64(record, ZipConstants.ZIP64_END_REST, 44);
        LittleEndian.put64(record, ZipConstants.ZIP64_END_ENTRIES_ON_DISK, entries);
        LittleEndian.put64(record, ZipConstants.ZIP64_END_ENTRIES, entries);
        LittleEndian.put64(record, ZipConstants.ZIP64_END_DIRECTORY_SIZE, end - directory);
        LittleEndian.put64(record, ZipConstants.ZIP64_END_DIRECTORY_OFFSET, directory);
        int locator = ZipConstants.ZIP64_END_SIZE;
        LittleEndian.put32(record, locator, ZipConstants.LOCATOR_SIGNATURE);
        LittleEndian.put64(record, locator + ZipConstants.LOCATOR_OFFSET, end);
        LittleEndian.put32(record, locator + ZipConstants.LOCATOR_DISKS, 1);
        byte[] last = Arrays.copyOfRange(archive, end, archive.length);
        if (onlyThere) {
            LittleEndian.put16(last, ZipConstants.END_ENTRIES, 0xffff);
            LittleEndian.put32(last, ZipConstants.END_DIRECTORY_SIZE, -1);
            LittleEndian.put32(last, ZipConstants.END_DIRECTORY_OFFSET, -1);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(archive, 0, end);
        out.writeBytes(record);
        out.writeBytes(last);
        return out.toByteArray();
    }

    @Test
    void manyEntriesOfOneNameTakeNoLongerThanOthers() throws IOException {
        byte[] archive =
                Sources.archive(Map.of("logs/one", new byte[0]), ZipOptions.of(ZipMethod.STORE));
        int end = archive.length - ZipConstants.END_SIZE;
        int directory = LittleEndian.i32(archive, end + ZipConstants.END_DIRECTORY_OFFSET);
        byte[] header = Arrays.copyOfRange(archive, directory, end);
        int entries = 300_000;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(archive, 0, directory);
        for (int i = 0; i < entries; i++) {
            out.writeBytes(header);
        }
        byte[] last = Arrays.copyOfRange(archive, end, archive.length);
        LittleEndian.put16(last, ZipConstants.END_ENTRIES_ON_DISK, entries);
        LittleEndian.put16(last, ZipConstants.END_ENTRIES, entries);
        LittleEndian.put32(last, ZipConstants.END_DIRECTORY_SIZE, (long) entries * header.length);
        out.writeBytes(last);
        try (ZipReader zip = ZipReader.open(new BytesSource("a.zip", out.toByteArray()))) {
            assertThat(zip.find("logs/one").orElseThrow().index()).isEqualTo(entries - 1);
            assertThatThrownBy(() -> zip.open(zip.entry(7))).hasMessageContaining("overlaps");
        }
    }
}
