package dev.s3logkit.common.archive.tar;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Compresses blocks on several threads and hands them on in their order. At most two blocks for
/// each thread, and as much room for their results, are in memory. Used by one thread.
final class BlockPipeline implements Closeable {

    private static final int JOBS_PER_THREAD = 2;

    private final TarballFormat format;
    private final int blockSize;
    private final int maxJobs;
    private final Sink sink;
    private final ExecutorService threads;
    private final Queue<BlockEncoder> encoders = new ConcurrentLinkedQueue<>();
    private final Queue<Job> idle = new ArrayDeque<>();
    private final Queue<Future<Job>> underWay = new ArrayDeque<>();

    /// Receives the compressed blocks.
    interface Sink {

        /// Takes the next block.
        ///
        /// @param raw bytes before compression
        /// @param stored as many bytes of `bytes` are the block
        void block(int raw, byte[] bytes, int stored) throws IOException;
    }

    /// A block with room for its result.
    static final class Job {

        final byte[] raw;
        private final byte[] stored;
        private int rawLength;
        private int storedLength;

        private Job(int size, int bound) {
            raw = new byte[size];
            stored = new byte[bound];
        }
    }

    BlockPipeline(TarballFormat format, int blockSize, int threads, Sink sink) {
        this.format = format;
        this.blockSize = blockSize;
        this.maxJobs = JOBS_PER_THREAD * threads;
        this.sink = sink;
        this.threads =
                Executors.newFixedThreadPool(
                        threads, Thread.ofPlatform().daemon().name("tarball-", 0).factory());
    }

    /// A block to fill; the caller gives it back by [#compress].
    Job block() throws IOException {
        if (underWay.size() == maxJobs) {
            finishOldest();
        }
        Job job = idle.poll();
        if (job != null) {
            return job;
        }
        BlockEncoder encoder = encoder();
        Job made = new Job(blockSize, encoder.bound(blockSize));
        encoders.add(encoder);
        return made;
    }

    /// Starts to compress the first `length` bytes of a block, which may not be touched any more.
    void compress(Job job, int length) {
        job.rawLength = length;
        underWay.add(
                threads.submit(
                        () -> {
                            BlockEncoder encoder = encoder();
                            job.storedLength = encoder.encode(job.raw, length, job.stored);
                            encoders.add(encoder);
                            return job;
                        }));
    }

    /// Waits for every block and hands it on.
    void finish() throws IOException {
        while (!underWay.isEmpty()) {
            finishOldest();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
        for (BlockEncoder encoder = encoders.poll(); encoder != null; encoder = encoders.poll()) {
            encoder.close();
        }
    }

    private BlockEncoder encoder() {
        BlockEncoder encoder = encoders.poll();
        return encoder == null ? BlockEncoder.of(format) : encoder;
    }

    private void finishOldest() throws IOException {
        try {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted before a block was handed on");
            }
            Job job = underWay.remove().get();
            sink.block(job.rawLength, job.stored, job.storedLength);
            idle.add(job);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a block could not be compressed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException stopped = new InterruptedIOException("interrupted");
            stopped.initCause(e);
            throw stopped;
        }
    }
}
