package dev.s3logkit.common.archive.tar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.s3logkit.common.CorruptedInputException;
import dev.s3logkit.common.FormatException;
import dev.s3logkit.common.LimitExceededException;
import dev.s3logkit.common.UnsupportedFeatureException;
import dev.s3logkit.common.io.BytesSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Tables that are damaged, and tables that lie.
class TableOfContentsTest {

    private static final boolean LONG = Boolean.getBoolean("s3logkit.long");
    private static final int TRIES = LONG ? 300_000 : 3_000;

    /// Another one each time in the long run.
    private static final long SEED = LONG ? System.nanoTime() : 1;

    private static final SampleTarball TGZ = small(TarballFormat.TGZ);
    private static final SampleTarball ZST = small(TarballFormat.TAR_ZST);

    private static SampleTarball small(TarballFormat format) {
        try {
            return SampleTarball.of(format, SampleTarball.logs(7, 90), 1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static SampleTarball small(boolean gzip) {
        return gzip ? TGZ : ZST;
    }

    /// Everything that can be asked of a file.
    private static void readAll(byte[] file) throws IOException {
        try (TarArchive archive = TarArchive.open(new BytesSource("a.tgz", file))) {
            for (ArchivedEntry entry : archive.entries()) {
                archive.find(entry.name());
                if (entry.header().type() == TarType.FILE) {
                    drain(archive.open(entry));
                    drain(archive.open(entry, entry.size() / 2, entry.size() / 2));
                }
            }
            archive.verify();
        }
    }

    private static void drain(InputStream in) throws IOException {
        try (in) {
            in.transferTo(OutputStream.nullOutputStream());
        }
    }

    private static void stream(byte[] file) throws IOException {
        try (TarballReader reader = new TarballReader(new ByteArrayInputStream(file), "a.tgz")) {
            for (ArchivedEntry entry = reader.next(); entry != null; entry = reader.next()) {
                drain(reader.body());
            }
        }
    }

    private static void assertRefused(byte[] file, String message) {
        assertThatThrownBy(() -> readAll(file))
                .isInstanceOf(CorruptedInputException.class)
                .hasMessageStartingWith("a.tgz: ")
                .hasMessageContaining(message);
        assertThatThrownBy(() -> stream(file))
                .isInstanceOf(CorruptedInputException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @EnumSource
    void aFileThatIsCutOffAnywhereIsDamaged(TarballFormat format) {
        byte[] file = small(format == TarballFormat.TGZ).file();
        for (int length = 0; length < file.length; length++) {
            byte[] cut = Arrays.copyOf(file, length);
            assertThatThrownBy(() -> readAll(cut))
                    .as("cut to %d bytes", length)
                    .isInstanceOf(CorruptedInputException.class);
            assertThatThrownBy(() -> stream(cut))
                    .as("stream of %d bytes", length)
                    .isInstanceOf(CorruptedInputException.class);
        }
    }

    @Test
    void whateverIsChangedNothingButAFormatExceptionIsThrown() throws IOException {
        Random random = new Random(SEED);
        for (int i = 0; i < TRIES; i++) {
            byte[] file = small(random.nextBoolean()).file().clone();
            mutate(file, random);
            if (random.nextBoolean()) {
                fixChecksum(file);
            }
            tryAll(file);
        }
    }

    @Test
    void whateverATableSaysNothingButAFormatExceptionIsThrown() throws IOException {
        Random random = new Random(SEED);
        for (int i = 0; i < TRIES; i++) {
            boolean gzip = random.nextBoolean();
            byte[] table = TableEncoder.encode(small(gzip).table());
            mutate(table, random);
            byte[] cut = Arrays.copyOf(table, table.length - random.nextInt(4));
            TarballFormat format = gzip ? TarballFormat.TGZ : TarballFormat.TAR_ZST;
            tryAll(withHead(small(gzip), TableHead.encode(cut, format)));
        }
    }

    private static void mutate(byte[] bytes, Random random) {
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
    }

    private static void tryAll(byte[] file) throws IOException {
        try {
            readAll(file);
        } catch (FormatException e) {
            assertThat(e.getMessage()).startsWith("a.tgz");
        }
        try {
            stream(file);
        } catch (FormatException e) {
            assertThat(e.getMessage()).startsWith("a.tgz");
        }
    }

    private static byte[] withHead(SampleTarball sample, byte[] head) {
        byte[] file = sample.file();
        int body = (int) sample.table().blocks().storedLength();
        byte[] changed = Arrays.copyOf(head, head.length + body);
        System.arraycopy(file, file.length - body, changed, head.length, body);
        return changed;
    }

    /// Where the record starts in a head of one piece.
    private static int recordOffset(byte[] file) {
        return file[0] == 0x1f ? 16 : 8;
    }

    private static void fixChecksum(byte[] file) {
        int at = recordOffset(file);
        ByteBuffer record = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int stored = record.getInt(at + 8);
        if (stored < 0 || stored > file.length - at - 20) {
            return;
        }
        CRC32 crc = new CRC32();
        crc.update(file, at, 16);
        crc.update(file, at + 20, stored);
        record.putInt(at + 16, (int) crc.getValue());
    }

    private static byte[] changed(Consumer<ByteBuffer> change) {
        byte[] file = TGZ.file().clone();
        change.accept(ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN));
        return file;
    }

    @Test
    void aLaterVersionIsNotGuessedAt() {
        byte[] file = changed(bytes -> bytes.put(16 + 7, (byte) 2));
        assertThatThrownBy(() -> readAll(file))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining("version 2");
    }

    @Test
    void aTableWithoutItsMagicIsNone() throws IOException {
        byte[] file = changed(bytes -> bytes.put(16, (byte) 'X'));
        try (TarArchive archive = TarArchive.open(new BytesSource("a.tgz", file))) {
            assertThat(archive.table()).isEmpty();
            assertThat(archive.entries()).hasSize(TGZ.bodies().size());
        }
    }

    @Test
    void aTableIsBoundedBeforeItIsReadAndAllocated() {
        int most = TarballConstants.MAX_TABLE;
        byte[] raw = changed(bytes -> bytes.putInt(16 + 12, most + 1));
        byte[] stored = changed(bytes -> bytes.putInt(16 + 8, -1));
        for (byte[] file : List.of(raw, stored)) {
            assertThatThrownBy(() -> readAll(file)).isInstanceOf(LimitExceededException.class);
            assertThatThrownBy(() -> stream(file)).isInstanceOf(LimitExceededException.class);
        }
        assertRefused(changed(bytes -> bytes.putInt(16 + 12, most)), "bytes from");
        byte[] long_ = changed(bytes -> bytes.putInt(16 + 8, most).putInt(16 + 12, most));
        assertRefused(long_, "ends within its table of contents");
    }

    @Test
    void damageOfTheHeadIsNoticed() {
        int end = (int) (TGZ.file().length - TGZ.table().blocks().storedLength());
        assertRefused(changed(bytes -> bytes.putInt(16 + 16, 1)), "checksum");
        assertRefused(changed(bytes -> bytes.putInt(end - 4, 1)), "holds no piece");
        byte[] zst = ZST.file().clone();
        zst[4]++;
        assertRefused(zst, "another length");
    }

    static Stream<Arguments> lies() {
        return Stream.of(
                lie("names other", e -> changed(e, "other", e.size(), e.etag())),
                lie("names", e -> changed(e, e.name(), e.size() - 1, e.etag())),
                lie("CRC-32", e -> new TableEntry(e.source(), 1, e.headerOffset(), e.bodyOffset())),
                lie(
                        "names",
                        e ->
                                new TableEntry(
                                        new TarballSource(
                                                e.name(),
                                                e.size(),
                                                e.mtime().plusSeconds(1),
                                                e.etag()),
                                        e.crc32(),
                                        e.headerOffset(),
                                        e.bodyOffset())));
    }

    private static Arguments lie(String message, UnaryOperator<TableEntry> change) {
        return Arguments.of(message, change);
    }

    private static TableEntry changed(
            TableEntry entry, String name, long size, @Nullable String etag) {
        return new TableEntry(
                new TarballSource(name, size, entry.mtime(), etag),
                entry.crc32(),
                entry.headerOffset(),
                entry.bodyOffset());
    }

    @ParameterizedTest
    @MethodSource("lies")
    void aTableThatSaysSomethingElseThanTheArchiveIsFoundOut(
            String message, UnaryOperator<TableEntry> change) throws IOException {
        List<TableEntry> entries = new ArrayList<>(TGZ.table().entries());
        entries.set(3, change.apply(entries.get(3)));
        TableOfContents table = new TableOfContents(entries, TGZ.table().blocks());
        byte[] file =
                withHead(TGZ, TableHead.encode(TableEncoder.encode(table), TarballFormat.TGZ));
        assertThat(TableOfContents.read(new BytesSource("a.tgz", file))).contains(table);
        assertRefused(file, message);
    }

    @Test
    void blocksOfOtherLengthsThanTheTableSaysAreFoundOut() throws IOException {
        SampleTarball sample = SampleTarball.of(TarballFormat.TGZ, SampleTarball.logs(4, 400_000));
        BlockTable blocks = sample.table().blocks();
        assertThat(blocks.count()).isGreaterThan(1);
        for (int[] shift : new int[][] {{1, 0}, {-1, 0}, {0, 1}, {0, -1}}) {
            BlockTable.Builder moved = new BlockTable.Builder();
            for (int i = 0; i < blocks.count(); i++) {
                int sign = i == 0 ? 1 : i == 1 ? -1 : 0;
                moved.add(
                        (int) (blocks.rawEnd(i) - blocks.rawStart(i)) + sign * shift[0],
                        (int) (blocks.storedEnd(i) - blocks.storedStart(i)) + sign * shift[1]);
            }
            TableOfContents table = new TableOfContents(sample.table().entries(), moved.build());
            byte[] file =
                    withHead(
                            sample,
                            TableHead.encode(TableEncoder.encode(table), TarballFormat.TGZ));
            assertThatThrownBy(() -> readAll(file)).isInstanceOf(CorruptedInputException.class);
            assertThatThrownBy(() -> stream(file)).isInstanceOf(CorruptedInputException.class);
        }
    }

    static Stream<Arguments> malformedTables() {
        return Stream.of(
                row("10 entries in", t -> t.entries = 10),
                row("1000 blocks in", t -> t.blockCount = 1000),
                row("starts as none", t -> t.shared = 1),
                row("starts as none", t -> t.rest = 1L << 40),
                row("name of 0 bytes", t -> t.name("")),
                row("no file can have", t -> t.name("a\0b")),
                row("no file can have", t -> t.name("folder/")),
                row("no UTF-8", t -> t.name("\u00ff")),
                row("entry of -1 bytes", t -> t.size = -1),
                row("entry of", t -> t.size = 1L << 42),
                row("blocks of 2048 bytes for entries of 1536", t -> t.size = 600),
                row("exceeds minimum or maximum", t -> t.mtime = Long.MAX_VALUE - 1),
                row("0 header blocks", t -> t.headers = 0),
                row("5000 header blocks", t -> t.headers = 5000),
                row("kind 4", t -> t.etagKind = 4),
                row("kind -1", t -> t.etagKind = -1),
                row("fewer bytes", t -> t.etagKind = 1),
                row("text of", t -> t.etagKind = 3),
                row("block of 0 bytes", t -> t.raw = 0),
                row("block of 1048577 bytes", t -> t.raw = (1 << 20) + 1),
                row("block of -5 bytes", t -> t.raw = -5),
                row("block of 0 bytes, compressed", t -> t.stored = 0),
                row("compressed", t -> t.stored = 2 << 20),
                row("more bytes than", t -> t.behind = 1),
                row("more than 10 bytes", t -> t.overlong = true));
    }

    private static Arguments row(String message, Consumer<RawTable> change) {
        RawTable table = new RawTable();
        change.accept(table);
        return Arguments.of(message, table.bytes());
    }

    @Test
    void theTableThatTheMalformedOnesAreMadeFromIsRight() throws IOException {
        TableOfContents table = TableDecoder.decode(new RawTable().bytes(), "a.tgz");
        assertThat(table.entries()).hasSize(1);
        assertThat(table.entries().getFirst().name()).isEqualTo("one");
        assertThat(table.entries().getFirst().bodyOffset()).isEqualTo(512);
    }

    @ParameterizedTest
    @MethodSource("malformedTables")
    void saysWhatIsWrongWithATable(String message, byte[] table) {
        assertThatThrownBy(() -> TableDecoder.decode(table, "a.tgz"))
                .isInstanceOf(CorruptedInputException.class)
                .hasMessageStartingWith("a.tgz: table of contents: ")
                .hasMessageContaining(message);
    }

    @Test
    void aTableCutOffAnywhereIsDamaged() {
        byte[] table = TableEncoder.encode(TGZ.table());
        for (int length = 0; length < table.length; length++) {
            byte[] cut = Arrays.copyOf(table, length);
            assertThatThrownBy(() -> TableDecoder.decode(cut, "a.tgz"))
                    .isInstanceOf(CorruptedInputException.class);
        }
    }

    @Test
    void moreEntriesThanAreAllowedAreALimit() {
        RawTable table = new RawTable();
        table.entries = TarballConstants.MAX_ENTRIES + 1;
        assertThatThrownBy(() -> TableDecoder.decode(table.bytes(), "a.tgz"))
                .isInstanceOf(LimitExceededException.class);
    }

    @Test
    void namesThatRepeatMakeNoBombOutOfASmallTable() {
        int count = 3000;
        RawTable.Bytes out = new RawTable.Bytes();
        out.varint(count);
        out.varint(1);
        for (int i = 0; i < count; i++) {
            out.varint(i == 0 ? 0 : 65_000);
        }
        for (int i = 0; i < count; i++) {
            out.varint(i == 0 ? 65_000 : 1);
        }
        out.text("n".repeat(65_000 + 40 * count), ISO_8859_1);
        assertThatThrownBy(() -> TableDecoder.decode(out.bytes(), "a.tgz"))
                .isInstanceOf(CorruptedInputException.class)
                .hasMessageContaining("names of more than");
    }

    @Test
    void twoEntriesOfOneNameAreDamage() throws IOException {
        List<TableEntry> entries = new ArrayList<>(TGZ.table().entries());
        TableEntry first = entries.get(0);
        entries.set(
                1,
                new TableEntry(
                        new TarballSource(
                                first.name(), entries.get(1).size(), first.mtime(), first.etag()),
                        1,
                        entries.get(1).headerOffset(),
                        entries.get(1).bodyOffset()));
        TableOfContents table = new TableOfContents(entries, TGZ.table().blocks());
        assertRefused(
                withHead(TGZ, TableHead.encode(TableEncoder.encode(table), TarballFormat.TGZ)),
                "two entries of one name");
    }

    @Test
    void everyColumnComesBack() throws IOException {
        for (Map<String, byte[]> bodies :
                List.of(SampleTarball.awkward(), SampleTarball.logs(100, 5))) {
            TableOfContents table = SampleTarball.of(TarballFormat.TGZ, bodies).table();
            assertThat(TableDecoder.decode(TableEncoder.encode(table), "a.tgz")).isEqualTo(table);
        }
    }
}
