package dev.s3logkit.orchestrator.scan;

import dev.s3logkit.common.CorruptedInputException;
import dev.s3logkit.common.archive.Decompression;
import dev.s3logkit.common.inventory.InventoryReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reads every file of an inventory, several at once. What it finds does not depend on how many:
/// counts, and examples by their place in the inventory. Used once.
public final class InventoryScan {

    private static final int BUFFER = 128 << 10;
    private static final int REST = 8 << 10;

    private final Inventory inventory;
    private final Selection selection;
    private final ScanWatch watch;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final Tally tally = new Tally();

    public InventoryScan(Inventory inventory, Selection selection, ScanWatch watch) {
        this.inventory = inventory;
        this.selection = selection;
        this.watch = watch;
    }

    /// Reads with this many threads, each with a target of its own.
    ///
    /// @throws dev.s3logkit.common.FormatException when a file cannot be read or is another one
    ///   than the manifest says; nothing that the targets received counts then
    public Tally run(int threads, Supplier<? extends RowTarget> targets) throws IOException {
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < Math.min(threads, inventory.files().size()); i++) {
            RowTarget target = targets.get();
            workers.add(Thread.ofPlatform().name("inventory-", i).start(() -> work(target)));
        }
        try {
            for (Thread worker : workers) {
                worker.join();
            }
        } catch (InterruptedException e) {
            failure.compareAndSet(null, e);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while reading " + inventory.name());
        }
        return switch (failure.get()) {
            case null -> tally;
            case IOException e -> throw e;
            case UncheckedIOException e -> throw e.getCause();
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        };
    }

    private void work(RowTarget target) {
        InventoryReader reader = new InventoryReader(BUFFER);
        KnownFolders folders = new KnownFolders();
        try {
            for (int file = next.getAndIncrement();
                    file < inventory.files().size() && failure.get() == null;
                    file = next.getAndIncrement()) {
                Tally found = read(reader, file, target, folders);
                target.fileEnds();
                synchronized (tally) {
                    tally.add(found);
                }
            }
        } catch (IOException | RuntimeException | Error e) {
            failure.compareAndSet(null, e);
        }
    }

    private Tally read(InventoryReader reader, int number, RowTarget target, KnownFolders folders)
            throws IOException {
        InventoryFile file = inventory.files().get(number);
        Tally found = new Tally();
        Classifier classifier =
                new Classifier(selection, target, folders, found, number, file.name());
        MessageDigest md5 = file.md5() == null ? null : InventoryFinder.md5();
        try (Stored stored = new Stored(file.content().open(), md5);
                InputStream in = Decompression.openLong(stored, file.name())) {
            reader.read(in, file.name(), inventory.schema(), classifier);
            stored.drain();
            check(file, stored.length, md5);
        }
        return found;
    }

    private static void check(InventoryFile file, long length, @Nullable MessageDigest md5)
            throws CorruptedInputException {
        if (file.size() >= 0 && file.size() != length) {
            throw new CorruptedInputException(
                    "%s: found %d bytes, the manifest says %d"
                            .formatted(file.name(), length, file.size()),
                    -1);
        }
        if (md5 != null) {
            String found = HexFormat.of().formatHex(md5.digest());
            if (!found.equals(file.md5())) {
                throw new CorruptedInputException(
                        "%s: found MD5 %s, the manifest says %s"
                                .formatted(file.name(), found, file.md5()),
                        -1);
            }
        }
    }

    /// The bytes as stored: counted, digested, and cut short when another thread has failed.
    private final class Stored extends FilterInputStream {

        private final @Nullable MessageDigest digest;
        private long length;

        Stored(InputStream in, @Nullable MessageDigest digest) {
            super(in);
            this.digest = digest;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] b, int off, int len) throws IOException {
            if (failure.get() != null) {
                throw new InterruptedIOException("another file failed");
            }
            int n = in.read(b, off, len);
            if (n > 0) {
                length += n;
                if (digest != null) {
                    digest.update(b, off, n);
                }
                watch.read(bytes.addAndGet(n));
            }
            return n;
        }

        @Override
        public long skip(long n) throws IOException {
            return read(new byte[(int) Math.min(n, REST)]);
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        /// Behind what was of use to a decompressor.
        void drain() throws IOException {
            byte[] rest = new byte[REST];
            int n = read(rest, 0, rest.length);
            while (n >= 0) {
                n = read(rest, 0, rest.length);
            }
        }
    }
}
