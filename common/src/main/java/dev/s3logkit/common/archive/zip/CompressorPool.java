package dev.s3logkit.common.archive.zip;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// The threads that compress, their contexts, and the buffers of frames.
final class CompressorPool implements AutoCloseable {

    private final ZipOptions options;
    private final ExecutorService threads;
    private final ConcurrentLinkedQueue<EntryCompressor> idle = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<byte[]> buffers = new ConcurrentLinkedQueue<>();

    /// Work that needs a context.
    @FunctionalInterface
    interface Job {
        /// What it made, to be written when its turn comes.
        Piece run(EntryCompressor compressor);
    }

    CompressorPool(ZipOptions options) {
        this.options = options;
        this.threads =
                Executors.newFixedThreadPool(
                        options.threads(), Thread.ofPlatform().name("zip-", 0).daemon().factory());
    }

    Future<Piece> submit(Job job) {
        return threads.submit(
                () -> {
                    EntryCompressor compressor = take();
                    try {
                        return job.run(compressor);
                    } finally {
                        idle.add(compressor);
                    }
                });
    }

    /// For the thread of the caller; given back by [#give(EntryCompressor)].
    EntryCompressor take() {
        EntryCompressor compressor = idle.poll();
        return compressor == null ? new EntryCompressor(options) : compressor;
    }

    void give(EntryCompressor compressor) {
        idle.add(compressor);
    }

    /// Room for a frame, compressed or not; its content is anything.
    byte[] buffer() {
        byte[] buffer = buffers.poll();
        return buffer == null ? new byte[EntryCompressor.bound(ZipConstants.FRAME)] : buffer;
    }

    void release(byte @Nullable [] buffer) {
        if (buffer != null) {
            buffers.add(buffer);
        }
    }

    /// Waits for what runs and drops what has not begun.
    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
        for (EntryCompressor c = idle.poll(); c != null; c = idle.poll()) {
            c.close();
        }
    }
}
