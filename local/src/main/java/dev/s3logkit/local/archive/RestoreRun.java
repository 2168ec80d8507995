package dev.s3logkit.local.archive;

import dev.s3logkit.common.FormatException;
import dev.s3logkit.common.archive.EntryName;
import dev.s3logkit.common.archive.browse.Archive;
import dev.s3logkit.common.archive.browse.ArchiveEntry;
import dev.s3logkit.common.archive.browse.EntryCursor;
import dev.s3logkit.common.archive.browse.EntryDetails;
import dev.s3logkit.common.s3.CreateOptions;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.ObjectStoreException;
import dev.s3logkit.common.s3.ObjectWriter;
import dev.s3logkit.common.s3.PutOutcome;
import dev.s3logkit.common.s3.S3ObjectStore;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.local.logs.Progress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.jspecify.annotations.Nullable;

/// One run of `archive restore`: the files of an archive become objects again, under the keys that
/// they had.
///
/// Nothing is ever replaced: an object that is there already counts as restored when it has the
/// bytes that the archive has, and is named otherwise. So a run that was ended is run again.
final class RestoreRun {

    /// Files of up to this size are held in memory, so many at once that requests overlap.
    private static final int SMALL = 1 << 20;

    private static final int CONCURRENCY = 64;
    private static final int PART = 16 << 20;
    private static final String CONTENT_TYPE = "binary/octet-stream";

    private final ArchiveContext context;
    private final S3Uri to;
    private final Progress progress;
    private final Semaphore room = new Semaphore(CONCURRENCY);
    private long total;
    private long restored;
    private long present;
    private long bytes;
    private long failures;

    /// A file, and the key below the target that it gets.
    private record Item(ArchiveEntry entry, String key, @Nullable String etag) {}

    /// @param to a bucket, or a prefix that stands before every key
    RestoreRun(ArchiveContext context, S3Uri to) {
        this.context = context;
        this.to = to;
        this.progress = new Progress(context.streams());
    }

    /// Restores every file. What is no file is passed over: S3 has no folders, and a link of an
    /// archive leads to a file that is restored itself.
    ///
    /// @return the exit code
    int run(String input) throws IOException {
        try (ArchiveInput opened = ArchiveInput.open(context, input);
                ObjectStore store = S3ObjectStore.create(context.environment().get())) {
            Map<ArchiveEntry, Item> items = plan(opened.archive(), input);
            total = items.size();
            try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
                opened.archive()
                        .read(
                                items.keySet(),
                                (entry, body) -> {
                                    Item item = items.get(entry);
                                    if (item != null) {
                                        take(store, writers, item, body);
                                    }
                                });
            }
            progress.clear();
            tell();
            return failures == 0 ? 0 : 1;
        }
    }

    private Map<ArchiveEntry, Item> plan(Archive archive, String input) throws IOException {
        List<Item> found = new ArrayList<>();
        Set<String> buckets = new LinkedHashSet<>();
        String folder = S3Uri.isS3(input) ? folder(S3Uri.parse(input).key()) : "";
        for (ArchiveEntry entry : files(archive)) {
            EntryDetails details = archive.details(entry);
            String url = details.source();
            if (url != null && S3Uri.isS3(url)) {
                buckets.add(S3Uri.parse(url).bucket());
                found.add(new Item(entry, url, details.etag()));
            } else {
                found.add(new Item(entry, folder + entry.key(), entry.etag()));
            }
        }
        Map<ArchiveEntry, Item> items = new LinkedHashMap<>();
        Set<String> keys = new HashSet<>();
        for (Item item : found) {
            String key = S3Uri.isS3(item.key) ? original(item.key, buckets.size() > 1) : item.key;
            if (!keys.add(key)) {
                failed(item.entry, "another file of the archive has the key " + key);
            } else {
                items.put(item.entry, new Item(item.entry, key, item.etag));
            }
        }
        return items;
    }

    /// In the order of the archive, in which details are found without searching.
    private static List<ArchiveEntry> files(Archive archive) throws IOException {
        List<ArchiveEntry> files = new ArrayList<>();
        EntryCursor entries = archive.walk("");
        for (ArchiveEntry entry = entries.next(); entry != null; entry = entries.next()) {
            if (entry.isFile()) {
                files.add(entry);
            }
        }
        files.sort(Comparator.comparingLong(ArchiveEntry::position));
        return files;
    }

    /// @param several whether sources of several buckets are in the archive, which then stay apart
    private static String original(String url, boolean several) {
        S3Uri source = S3Uri.parse(url);
        return several ? source.bucket() + "/" + source.key() : source.key();
    }

    private static String folder(String key) {
        return key.substring(0, key.lastIndexOf('/') + 1);
    }

    /// Reads a small file and hands it on, or writes a large one as it is read.
    private void take(ObjectStore store, ExecutorService writers, Item item, Archive.Body body)
            throws IOException {
        S3Uri target;
        try {
            target = to.append(item.key);
        } catch (IllegalArgumentException e) {
            failed(item.entry, String.valueOf(e.getMessage()));
            return;
        }
        try (InputStream content = body.open()) {
            if (item.entry.size() > SMALL) {
                write(store, item, target, content);
                return;
            }
            byte[] small = content.readAllBytes();
            room.acquireUninterruptibly();
            writers.execute(
                    () -> {
                        try {
                            write(store, item, target, new ByteArrayInputStream(small));
                        } catch (IOException | RuntimeException e) {
                            failed(item.entry, String.valueOf(e.getMessage()));
                        } finally {
                            room.release();
                        }
                    });
        } catch (FormatException | ObjectStoreException e) {
            failed(item.entry, String.valueOf(e.getMessage()));
        }
    }

    private void write(ObjectStore store, Item item, S3Uri target, InputStream content)
            throws IOException {
        CreateOptions options = new CreateOptions(CONTENT_TYPE, "STANDARD", Map.of(), PART, true);
        try (ObjectWriter writer = store.create(target, options)) {
            CheckedInputStream counted = new CheckedInputStream(content, new CRC32());
            counted.transferTo(writer);
            long crc = counted.getChecksum().getValue();
            switch (writer.commit()) {
                case PutOutcome.Created _ -> done(item.entry, true);
                case PutOutcome.AlreadyExists(var existing) -> {
                    if (existing.size() == item.entry.size()
                            && (existing.etag().equals(item.etag) || crc(store, target) == crc)) {
                        done(item.entry, false);
                    } else {
                        failed(item.entry, target + " is there with other content");
                    }
                }
            }
        }
    }

    private static long crc(ObjectStore store, S3Uri uri) throws IOException {
        CRC32 crc = new CRC32();
        try (InputStream content = new CheckedInputStream(store.open(uri), crc)) {
            content.transferTo(OutputStream.nullOutputStream());
        }
        return crc.getValue();
    }

    private synchronized void done(ArchiveEntry entry, boolean written) {
        if (written) {
            restored++;
            bytes += entry.size();
        } else {
            present++;
        }
        progress.tell("restored", restored + present, total, "objects");
    }

    private synchronized void failed(ArchiveEntry entry, String reason) {
        failures++;
        progress.clear();
        context.streams()
                .err()
                .println(EntryName.print(entry.key()) + " is not restored: " + reason);
    }

    private synchronized void tell() throws IOException {
        if (context.json().getAsBoolean()) {
            Map<String, Object> counts = new LinkedHashMap<>();
            counts.put("target", to.toString());
            counts.put("restored", restored);
            counts.put("present", present);
            counts.put("bytes", bytes);
            counts.put("failed", failures);
            Output out = new Output(context.streams().out());
            out.line(EntryFields.json(counts));
            out.flush();
            return;
        }
        context.streams()
                .err()
                .println(
                        "%d objects (%s) restored to %s%s%s"
                                .formatted(
                                        restored,
                                        Progress.size(bytes),
                                        to,
                                        present == 0
                                                ? ""
                                                : "; %d were there already".formatted(present),
                                        failures == 0
                                                ? ""
                                                : "; %d not restored".formatted(failures)));
    }
}
