package dev.s3logkit.common.archive.zip;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// Writes an archive to a stream: entries in the order in which they are added, compressed by
/// several threads, with the proof of what they were made from and the central directory at the
/// end. The same entries and options give the same bytes, however many threads there are and
/// however fast bodies arrive.
///
/// A body of up to 8 MiB is held until it is compressed, and its header says everything. A larger
/// one is written while it is read, as frames of 4 MiB each that can be read without the others,
/// with a data descriptor behind; whether it is worth compressing, its first 8 MiB tell. A body
/// that does not shrink is stored.
///
/// For one thread. After an exception nothing but [#close()] may be called, and what was written is
/// no archive.
public final class ZipWriter implements AutoCloseable {

    private final ZipOutput out;
    private final ZipOptions options;
    private final CompressorPool pool;
    private final ArrayDeque<Pending> pending = new ArrayDeque<>();
    private long bytesInFlight;
    private Slab slab = new Slab();
    private boolean finished;

    private record Pending(Future<Piece> piece, long weight) {}

    /// @param out is written by the caller's thread, in large pieces; not flushed and not closed
    public ZipWriter(OutputStream out, ZipOptions options) {
        this.out = new ZipOutput(out);
        this.options = options;
        this.pool = new CompressorPool(options);
    }

    /// Adds an entry that is in memory.
    ///
    /// @param body `source.size()` bytes; not copied, and nobody may change it from now on
    /// @throws IOException when the stream cannot be written
    public void add(ZipSource source, byte[] body) throws IOException {
        if (body.length != source.size()) {
            throw new IllegalArgumentException(
                    "%s: a body of %d bytes for a size of %d"
                            .formatted(source.url(), body.length, source.size()));
        }
        if (body.length > ZipConstants.LARGE) {
            add(source, new ByteArrayInputStream(body));
            return;
        }
        requireOpen();
        if (!slab.takes(body.length)) {
            submitSlab();
        }
        slab.add(source, body);
    }

    /// Adds an entry of any size, which is read before this returns.
    ///
    /// @param body has `source.size()` bytes; left open
    /// @throws EOFException when it has fewer
    /// @throws IOException when it has more, cannot be read, or the stream cannot be written
    public void add(ZipSource source, InputStream body) throws IOException {
        requireOpen();
        if (source.size() <= ZipConstants.LARGE) {
            byte[] bytes = new byte[(int) source.size()];
            readFully(source, body, bytes, bytes.length, bytes.length);
            requireEnd(source, body);
            add(source, bytes);
            return;
        }
        submitSlab();
        addLarge(source, body);
    }

    /// Waits for all entries and writes the end of the archive. One without entries has no proof,
    /// since 7-Zip takes no archive that holds only what it does not know.
    public ZipSummary finish(ArchiveOrigin origin) throws IOException {
        requireOpen();
        finished = true;
        submitSlab();
        while (!pending.isEmpty()) {
            writeNext();
        }
        if (out.directory().entries() > 0) {
            out.proof().writeTo(out, origin);
        }
        out.directory().writeTo(out);
        return new ZipSummary(out.directory().entries(), out.sourceBytes(), out.position());
    }

    /// Stops the threads. Without [#finish(ArchiveOrigin)] what was written is no archive.
    @Override
    public void close() {
        finished = true;
        pool.close();
    }

    private void requireOpen() {
        if (finished) {
            throw new IllegalStateException("the archive has been ended");
        }
    }

    private void submitSlab() throws IOException {
        if (slab.isEmpty()) {
            return;
        }
        Slab full = slab;
        slab = new Slab();
        makeRoom(full.weight());
        submit(pool.submit(c -> full.compress(c, options.method())), full.weight());
    }

    private void addLarge(ZipSource source, InputStream body) throws IOException {
        makeRoom(2L * Frame.weight());
        Frame first = read(source, body, 0);
        Frame second = read(source, body, first.length);
        Future<Piece> one = null;
        Future<Piece> two = null;
        ZipMethod method = options.method();
        if (method != ZipMethod.STORE) {
            one = pool.submit(first::compress);
            two = pool.submit(second::compress);
            await(one);
            await(two);
            if (!first.shrank(second)) {
                method = ZipMethod.STORE;
            }
        }
        LargeEntry entry = new LargeEntry(source, method);
        submit(CompletableFuture.completedFuture(entry::writeHeader), 0);
        first.handOver(entry);
        second.handOver(entry);
        submit(one == null ? CompletableFuture.completedFuture(first) : one, Frame.weight());
        submit(two == null ? CompletableFuture.completedFuture(second) : two, Frame.weight());
        for (long at = (long) first.length + second.length; at < source.size(); ) {
            makeRoom(Frame.weight());
            Frame frame = read(source, body, at);
            frame.handOver(entry);
            at += frame.length;
            submit(
                    method == ZipMethod.STORE
                            ? CompletableFuture.completedFuture(frame)
                            : pool.submit(frame::compress),
                    Frame.weight());
        }
        requireEnd(source, body);
        submit(CompletableFuture.completedFuture(end(entry)), 0);
    }

    private Piece end(LargeEntry entry) {
        return output -> {
            EntryCompressor compressor = pool.take();
            try {
                entry.writeEnd(output, compressor);
            } finally {
                pool.give(compressor);
            }
        };
    }

    /// Writes from the head of the queue until `weight` more bytes may be in flight.
    private void makeRoom(long weight) throws IOException {
        while (!pending.isEmpty()
                && (pending.element().piece.isDone()
                        || bytesInFlight + weight > options.maxBytesInFlight())) {
            writeNext();
        }
    }

    private void submit(Future<Piece> piece, long weight) {
        pending.add(new Pending(piece, weight));
        bytesInFlight += weight;
    }

    private void writeNext() throws IOException {
        Pending next = pending.remove();
        await(next.piece).writeTo(out);
        bytesInFlight -= next.weight;
    }

    private static Piece await(Future<Piece> piece) throws IOException {
        try {
            return piece.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while entries are compressed");
        } catch (ExecutionException e) {
            throw new IOException("an entry cannot be compressed: " + e.getCause(), e.getCause());
        }
    }

    private Frame read(ZipSource source, InputStream body, long at) throws IOException {
        int length = (int) Math.min(ZipConstants.FRAME, source.size() - at);
        byte[] bytes = pool.buffer();
        readFully(source, body, bytes, length, at + length);
        return new Frame(bytes, length);
    }

    private static void readFully(
            ZipSource source, InputStream body, byte[] into, int length, long end)
            throws IOException {
        int n = body.readNBytes(into, 0, length);
        if (n < length) {
            throw new EOFException(
                    "%s: ends after %d bytes, its size was given as %d"
                            .formatted(source.url(), end - length + n, source.size()));
        }
    }

    private static void requireEnd(ZipSource source, InputStream body) throws IOException {
        if (body.read() >= 0) {
            throw new IOException(
                    "%s: goes on after the %d bytes that were given as its size"
                            .formatted(source.url(), source.size()));
        }
    }

    /// A part of a large body, compressed or as it is.
    private final class Frame implements Piece {

        private final byte[] raw;
        private final int length;
        private byte @Nullable [] packed;
        private int packedLength;
        private @Nullable LargeEntry entry;

        Frame(byte[] raw, int length) {
            this.raw = raw;
            this.length = length;
        }

        static long weight() {
            return 2L * EntryCompressor.bound(ZipConstants.FRAME);
        }

        void handOver(LargeEntry to) {
            entry = to;
            to.update(raw, length);
        }

        Piece compress(EntryCompressor compressor) {
            byte[] into = pool.buffer();
            packedLength = compressor.compressFrame(raw, length, into);
            packed = into;
            return this;
        }

        boolean shrank(Frame next) {
            return packedLength + next.packedLength < length + next.length;
        }

        @Override
        public void writeTo(ZipOutput output) throws IOException {
            LargeEntry to = Objects.requireNonNull(entry);
            if (to.method() == ZipMethod.STORE) {
                to.writeData(output, raw, length);
            } else {
                to.writeData(output, Objects.requireNonNull(packed), packedLength);
            }
            pool.release(raw);
            pool.release(packed);
        }
    }
}
