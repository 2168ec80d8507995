package dev.s3logkit.aggregator.staging;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Writes one fragment: the lines that a batch adds to one partition.
///
/// Lines gather in memory and go to a temporary file block by block. [#finish(IntFunction)] closes
/// the file with a footer that names the complete sections, forces it to disk and gives it its
/// name; until then no other process can see it. Methods may be called by several threads.
final class FragmentWriter implements AutoCloseable {

    /// What a tally takes in memory, its map's entry included; it cannot be spilled.
    private static final int TALLY_BYTES = 160;

    /// A piece of neighbouring lines of this length is a block of its own.
    private static final int LONG_PIECE = FragmentFormat.BLOCK_TARGET / 4;

    private static final JsonFactory JSON = new JsonFactory();

    private final Path folder;
    private final FragmentName name;
    private final BlockCompressor compressor;
    private final AtomicLong index;
    private final Map<Integer, Tally> tallies = new HashMap<>();

    private byte[] lines = new byte[0];
    private int used;
    private int[] runs = new int[3];
    private int runCount;
    private @Nullable FileChannel channel;
    private boolean begun;
    private boolean broken;
    private boolean finished;

    /// The lines of one section, complete or not.
    private static final class Tally {
        long lines;
        long bytes;
        final CRC32C crc = new CRC32C();
    }

    /// @param folder where the fragment will lie; made when needed
    /// @param index is told of the bytes of memory that the fragment's index takes
    FragmentWriter(Path folder, FragmentName name, BlockCompressor compressor, AtomicLong index) {
        this.folder = folder;
        this.name = name;
        this.compressor = compressor;
        this.index = index;
    }

    /// Adds whole lines, each with its line break.
    ///
    /// @return by how many bytes the memory held by this writer has changed
    synchronized int append(int section, byte[] source, int from, int to, int lineCount)
            throws IOException {
        requireWhole();
        broken = true;
        int change = add(section, source, from, to, lineCount);
        broken = false;
        return change;
    }

    /// What failed halfway, because the disk was full or memory ran out, has left its file or its
    /// index in an unknown state: nothing may be built on that, even if there is room again.
    private void requireWhole() throws IOException {
        if (broken) {
            throw new IOException(temporary() + ": an earlier write to this fragment failed");
        }
    }

    private int add(int section, byte[] source, int from, int to, int lineCount)
            throws IOException {
        int length = to - from;
        int before = memory();
        boolean full = used > 0 && used + length > FragmentFormat.BLOCK_TARGET;
        if (full || runCount == FragmentFormat.MAX_RUNS) {
            writeBlock();
        }
        if (length >= LONG_PIECE) {
            // Gathering it would only move it through memory once more.
            writeBlock();
            writeBlock(source, from, length, new int[] {section, lineCount, length}, 1);
        } else {
            if (used + length > lines.length) {
                lines = Arrays.copyOf(lines, capacityFor(used + length));
            }
            System.arraycopy(source, from, lines, used, length);
            used += length;
            addRun(section, lineCount, length);
        }
        Tally tally = tallies.get(section);
        if (tally == null) {
            tally = new Tally();
            tallies.put(section, tally);
            index.addAndGet(TALLY_BYTES);
        }
        tally.lines += lineCount;
        tally.bytes += length;
        tally.crc.update(source, from, length);
        return memory() - before;
    }

    private static int capacityFor(int needed) {
        return needed >= FragmentFormat.BLOCK_TARGET
                ? needed
                : Math.min(FragmentFormat.BLOCK_TARGET, Integer.highestOneBit(needed) * 2);
    }

    private void addRun(int section, int lineCount, int length) {
        int last = (runCount - 1) * 3;
        if (runCount > 0 && runs[last] == section) {
            runs[last + 1] += lineCount;
            runs[last + 2] += length;
            return;
        }
        if (runs.length == runCount * 3) {
            runs = Arrays.copyOf(runs, runs.length * 2);
        }
        runs[runCount * 3] = section;
        runs[runCount * 3 + 1] = lineCount;
        runs[runCount * 3 + 2] = length;
        runCount++;
    }

    /// Bytes of memory that [#spill()] gives back.
    synchronized int held() {
        return memory();
    }

    private int memory() {
        return lines.length + runs.length * Integer.BYTES;
    }

    /// Writes what is held to the temporary file and gives the memory and the file handle back.
    ///
    /// @return by how many bytes the memory held by this writer has changed
    synchronized int spill() throws IOException {
        requireWhole();
        broken = true;
        int before = memory();
        writeBlock();
        lines = new byte[0];
        runs = new int[3];
        if (channel != null) {
            channel.close();
            channel = null;
        }
        broken = false;
        return memory() - before;
    }

    private void writeBlock() throws IOException {
        if (used > 0) {
            writeBlock(lines, 0, used, runs, runCount);
            used = 0;
            runCount = 0;
        }
    }

    private void writeBlock(byte[] bytes, int from, int length, int[] table, int tableRuns)
            throws IOException {
        int headerLength = FragmentFormat.BLOCK_FIXED + tableRuns * FragmentFormat.RUN;
        ByteBuffer stored = compressor.compress(bytes, from, length);
        ByteBuffer header = frame(headerLength);
        header.put(FragmentFormat.BLOCK).put(compressor.codec()).putShort((short) 0);
        header.putInt(length).putInt(stored.remaining()).putInt(tableRuns);
        for (int i = 0; i < tableRuns * 3; i++) {
            header.putInt(table[i]);
        }
        FileChannel file = open();
        writeFully(file, header.flip());
        writeFully(file, stored);
    }

    private static ByteBuffer frame(int payload) {
        return ByteBuffer.allocate(FragmentFormat.FRAME_HEADER + payload)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(FragmentFormat.SKIPPABLE_MAGIC)
                .putInt(payload);
    }

    private Path temporary() {
        return folder.resolve(name.fileName() + FragmentName.TEMPORARY);
    }

    private FileChannel open() throws IOException {
        if (channel != null) {
            return channel;
        }
        FileChannel opened;
        if (begun) {
            opened = FileChannel.open(temporary(), StandardOpenOption.WRITE);
            channel = opened;
            opened.position(opened.size());
        } else {
            opened = createTemporary();
            begun = true;
        }
        return opened;
    }

    private FileChannel createTemporary() throws IOException {
        FileChannel created = null;
        while (created == null) {
            StagingLayout.createFolder(folder);
            created = createUnlessFolderIsGone();
        }
        channel = created;
        byte[] header = FragmentFormat.HEADER.getBytes(UTF_8);
        writeFully(created, frame(header.length).put(header).flip());
        return created;
    }

    /// Null when the transformer removed the folder, which was empty, just now.
    private @Nullable FileChannel createUnlessFolderIsGone() throws IOException {
        try {
            return FileChannel.open(
                    temporary(), StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /// Closes the fragment and makes it visible; does nothing but tidy up when no section of it is
    /// complete.
    ///
    /// @param sources gives the identity of a section, or null when it is not complete
    /// @return whether there is a fragment
    synchronized boolean finish(IntFunction<@Nullable SourceId> sources) throws IOException {
        byte[] json = footer(sources);
        if (json.length == 0) {
            return false;
        }
        requireWhole();
        writeBlock();
        FileChannel file = open();
        int payload = FragmentFormat.TAG + json.length + FragmentFormat.FOOTER_TRAILER;
        CRC32C crc = new CRC32C();
        crc.update(json);
        ByteBuffer footer = frame(payload);
        footer.putInt(FragmentFormat.FOOTER).put(json).putInt((int) crc.getValue());
        footer.putInt(FragmentFormat.FRAME_HEADER + payload).putInt(FragmentFormat.CLOSING_MAGIC);
        writeFully(file, footer.flip());
        file.force(true);
        file.close();
        channel = null;
        Files.move(temporary(), folder.resolve(name.fileName()), StandardCopyOption.ATOMIC_MOVE);
        finished = true;
        return true;
    }

    private byte[] footer(IntFunction<@Nullable SourceId> sources) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        boolean any = false;
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("partition", name.partition().name());
            json.writeArrayFieldStart("sections");
            for (Map.Entry<Integer, Tally> entry : tallies.entrySet()) {
                SourceId source = sources.apply(entry.getKey());
                if (source != null) {
                    any = true;
                    writeSection(json, entry.getKey(), source, entry.getValue());
                }
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return any ? bytes.toByteArray() : new byte[0];
    }

    private static void writeSection(JsonGenerator json, int number, SourceId source, Tally tally)
            throws IOException {
        json.writeStartObject();
        json.writeNumberField("section", number);
        json.writeStringField("bucket", source.bucket());
        json.writeStringField("key", source.key());
        json.writeStringField("etag", source.etag());
        json.writeNumberField("lines", tally.lines);
        json.writeNumberField("bytes", tally.bytes);
        json.writeNumberField("crc32c", tally.crc.getValue());
        json.writeEndObject();
    }

    /// The sections that have lines here.
    synchronized int[] sections() {
        return tallies.keySet().stream().mapToInt(Integer::intValue).toArray();
    }

    Path folder() {
        return folder;
    }

    /// Removes the temporary file unless the fragment is finished.
    @Override
    public synchronized void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
        if (!finished) {
            Files.deleteIfExists(temporary());
        }
    }
}
