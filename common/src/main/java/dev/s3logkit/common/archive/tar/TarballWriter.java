package dev.s3logkit.common.archive.tar;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.s3logkit.common.LimitExceededException;
import dev.s3logkit.common.io.HeadLastOutput;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;

/// Writes a compressed tar archive from which one entry can be read without the others.
///
/// The archive is cut into blocks of about half a mebibyte that are compressed each for itself, by
/// several threads; a [TableOfContents] in front of them says where each entry starts. Programs
/// that do not know of it read an ordinary `.tgz` or `.tar.zst`. The same entries in the same order
/// make the same bytes, however many threads there are. Memory holds a few blocks and the table.
///
/// ```java
/// try (TarballWriter tarball = new TarballWriter(out, TarballFormat.TGZ, threads)) {
///     for (TarballSource source : sources) {
///         tarball.add(source, bodyOf(source));
///     }
///     TableOfContents table = tarball.finish();
/// }
/// ```
///
/// Not safe for use by several threads.
public final class TarballWriter implements Closeable {

    /// A block that holds so much ends before the next entry.
    private static final int BLOCK_TARGET = 512 << 10;

    private final HeadLastOutput out;
    private final TarballFormat format;
    private final BlockPipeline pipeline;
    private final List<TableEntry> entries = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final BlockTable.Builder blocks = new BlockTable.Builder();
    private final CRC32 crc = new CRC32();
    private BlockPipeline.Job block;
    private int filled;
    private long nameBytes;
    private long position;
    private State state = State.OPEN;

    private enum State {
        OPEN,
        FAILED,
        FINISHED,
        CLOSED
    }

    /// @param out is given the whole file; not closed here
    /// @param threads that compress, at least 1; none are left behind by [#close()]
    public TarballWriter(HeadLastOutput out, TarballFormat format, int threads) throws IOException {
        this.out = out;
        this.format = format;
        this.pipeline =
                new BlockPipeline(format, TarballConstants.MAX_BLOCK, threads, this::stored);
        this.block = pipeline.block();
    }

    /// Adds an entry. What it is known by in the table is returned, the CRC-32 of its body
    /// included.
    ///
    /// @param body of exactly as many bytes as `source` says
    /// @throws IllegalArgumentException when an entry of this name has been added, or the body has
    ///   another length
    public TableEntry add(TarballSource source, byte[] body) throws IOException {
        if (body.length != source.size()) {
            throw new IllegalArgumentException(
                    "%s: %d bytes, expected %d"
                            .formatted(source.name(), body.length, source.size()));
        }
        TableEntry entry = start(source);
        crc.update(body);
        put(body);
        return end(entry);
    }

    /// Adds an entry whose body is a stream, which is read to its end and not closed.
    ///
    /// @throws EOFException when the stream ends before as many bytes as `source` says
    /// @throws IOException when it does not end there, or cannot be read; the tarball is of no use
    ///   then
    /// @throws IllegalArgumentException when an entry of this name has been added
    public TableEntry add(TarballSource source, InputStream body) throws IOException {
        TableEntry entry = start(source);
        for (long left = source.size(); left > 0; ) {
            if (filled == block.raw.length) {
                endBlock();
            }
            int room = (int) Math.min(left, block.raw.length - filled);
            int n = body.read(block.raw, filled, room);
            if (n <= 0) {
                throw new EOFException(
                        "%s: ends after %d bytes, expected %d"
                                .formatted(source.name(), source.size() - left, source.size()));
            }
            crc.update(block.raw, filled, n);
            filled += n;
            position += n;
            left -= n;
        }
        if (body.read() >= 0) {
            throw new IOException(
                    "%s: goes on after %d bytes".formatted(source.name(), source.size()));
        }
        return end(entry);
    }

    /// Ends the archive and gives the output its head. Called once; nothing may be added
    /// afterwards.
    public TableOfContents finish() throws IOException {
        requireOpen();
        state = State.FAILED;
        put(new byte[TarConstants.END_SIZE]);
        endBlock();
        pipeline.finish();
        TableOfContents table = new TableOfContents(entries, blocks.build());
        out.finish(TableHead.encode(TableEncoder.encode(table), format));
        state = State.FINISHED;
        return table;
    }

    /// Ends the threads. What was written is of no use unless [#finish()] has returned.
    @Override
    public void close() {
        state = State.CLOSED;
        pipeline.close();
    }

    private TableEntry start(TarballSource source) throws IOException {
        requireOpen();
        if (entries.size() == TarballConstants.MAX_ENTRIES) {
            throw new LimitExceededException(
                    "entries of a tarball", entries.size() + 1L, TarballConstants.MAX_ENTRIES);
        }
        if (names.contains(source.name())) {
            throw new IllegalArgumentException(source.name() + ": added before");
        }
        int nameLength = source.name().getBytes(UTF_8).length;
        if (nameBytes + nameLength > TarballConstants.MAX_NAMES) {
            throw new LimitExceededException(
                    "names of a tarball, bytes",
                    nameBytes + nameLength,
                    TarballConstants.MAX_NAMES);
        }
        names.add(source.name());
        nameBytes += nameLength;
        state = State.FAILED;
        if (filled >= BLOCK_TARGET) {
            endBlock();
        }
        long start = position;
        put(TarHeaderEncoder.encode(source));
        crc.reset();
        return new TableEntry(source, 0, start, position);
    }

    private TableEntry end(TableEntry started) throws IOException {
        put(new byte[(int) TarConstants.padding(started.size())]);
        TableEntry entry =
                new TableEntry(
                        started.source(),
                        crc.getValue(),
                        started.headerOffset(),
                        started.bodyOffset());
        entries.add(entry);
        state = State.OPEN;
        return entry;
    }

    private void put(byte[] bytes) throws IOException {
        for (int from = 0; from < bytes.length; ) {
            if (filled == block.raw.length) {
                endBlock();
            }
            int n = Math.min(bytes.length - from, block.raw.length - filled);
            System.arraycopy(bytes, from, block.raw, filled, n);
            filled += n;
            position += n;
            from += n;
        }
    }

    private void endBlock() throws IOException {
        pipeline.compress(block, filled);
        block = pipeline.block();
        filled = 0;
    }

    private void stored(int raw, byte[] bytes, int stored) throws IOException {
        if (blocks.count() == TarballConstants.MAX_BLOCKS) {
            throw new LimitExceededException(
                    "blocks of a tarball", blocks.count() + 1L, TarballConstants.MAX_BLOCKS);
        }
        out.write(bytes, 0, stored);
        blocks.add(raw, stored);
    }

    private void requireOpen() throws IOException {
        switch (state) {
            case OPEN -> {}
            case FAILED -> throw new IOException("the tarball is of no use: an entry failed");
            case FINISHED, CLOSED -> throw new IllegalStateException("the tarball is finished");
        }
    }
}
