package dev.s3logkit.common.archive.zip;

import dev.s3logkit.common.FormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// Reads all entries in the order of their bytes. Small neighbours are read by one request.
final class EntryScan {

    /// Of a request for several entries.
    private static final int MAX_RUN = 4 << 20;

    /// What may lie unused between two entries that are read together.
    private static final int MAX_GAP = 64 << 10;

    private final ZipReader reader;
    private final EntryAccess access;
    private final EntryVisitor visitor;
    private final int[] order;
    private int next;
    private volatile boolean stopped;

    /// Neighbours; `length` is 0 for one that is read on its own.
    private record Run(List<ZipEntry> entries, long offset, int length) {}

    EntryScan(ZipReader reader, EntryAccess access, int[] order, EntryVisitor visitor) {
        this.reader = reader;
        this.access = access;
        this.order = order;
        this.visitor = visitor;
    }

    /// Visits all entries from `threads` threads; from the caller's when it is one.
    void run(int threads) throws IOException {
        if (threads == 1) {
            visitAll();
            return;
        }
        List<Callable<Void>> work = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            work.add(
                    () -> {
                        visitAll();
                        return null;
                    });
        }
        try (ExecutorService executor =
                Executors.newFixedThreadPool(
                        threads, Thread.ofPlatform().name("unzip-", 0).daemon().factory())) {
            for (Future<Void> done : executor.invokeAll(work)) {
                done.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while entries are read");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private void visitAll() throws IOException {
        try {
            for (Run run = nextRun(); run != null && !stopped; run = nextRun()) {
                visit(run);
            }
        } catch (IOException | RuntimeException e) {
            stopped = true;
            throw e;
        }
    }

    private synchronized @Nullable Run nextRun() {
        List<ZipEntry> entries = new ArrayList<>();
        long start = 0;
        long end = 0;
        while (next < order.length) {
            ZipEntry entry = reader.entry(order[next]);
            long span = EntryAccess.isSmall(entry) ? spanOrNone(entry) : 0;
            if (span == 0) {
                if (entries.isEmpty()) {
                    next++;
                    return new Run(List.of(entry), entry.offset(), 0);
                }
                break;
            }
            long stop = entry.offset() + span;
            if (entries.isEmpty()) {
                start = entry.offset();
            } else if (stop - start > MAX_RUN || entry.offset() - end > MAX_GAP) {
                break;
            }
            entries.add(entry);
            end = stop;
            next++;
        }
        return entries.isEmpty() ? null : new Run(entries, start, (int) (end - start));
    }

    /// 0 when the entry is damaged, which the visitor learns when it opens it.
    private long spanOrNone(ZipEntry entry) {
        try {
            return access.span(entry);
        } catch (FormatException e) {
            return 0;
        }
    }

    private void visit(Run run) throws IOException {
        if (run.length == 0) {
            ZipEntry entry = run.entries.getFirst();
            visitor.visit(entry, new Alone(entry));
            return;
        }
        byte[] bytes = access.read(run.offset, run.length);
        for (ZipEntry entry : run.entries) {
            visitor.visit(entry, new InRun(entry, bytes, (int) (entry.offset() - run.offset)));
        }
    }

    /// An entry that is read by requests of its own.
    private final class Alone implements EntryVisitor.Body {

        private final ZipEntry entry;

        Alone(ZipEntry entry) {
            this.entry = entry;
        }

        @Override
        public InputStream open() throws IOException {
            return reader.open(entry);
        }

        @Override
        public byte[] head(int length) throws IOException {
            return access.read(entry.offset(), (int) Math.min(length, access.room(entry)));
        }
    }

    /// An entry that has been read with its neighbours.
    private final class InRun implements EntryVisitor.Body {

        private final ZipEntry entry;
        private final byte[] bytes;
        private final int at;

        InRun(ZipEntry entry, byte[] bytes, int at) {
            this.entry = entry;
            this.bytes = bytes;
            this.at = at;
        }

        @Override
        public InputStream open() throws IOException {
            return new ByteArrayInputStream(reader.decode(entry, bytes, at, bytes.length - at));
        }

        @Override
        public byte[] head(int length) throws IOException {
            long wanted = Math.min(length, access.room(entry));
            return wanted <= bytes.length - at
                    ? Arrays.copyOfRange(bytes, at, at + (int) wanted)
                    : access.read(entry.offset(), (int) wanted);
        }
    }
}
