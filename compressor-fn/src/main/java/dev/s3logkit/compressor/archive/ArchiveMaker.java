package dev.s3logkit.compressor.archive;

import dev.s3logkit.common.archive.zip.ArchiveOrigin;
import dev.s3logkit.common.archive.zip.ZipSource;
import dev.s3logkit.common.archive.zip.ZipSummary;
import dev.s3logkit.common.archive.zip.ZipWriter;
import dev.s3logkit.common.s3.CreateOptions;
import dev.s3logkit.common.s3.ObjectInfo;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.ObjectWriter;
import dev.s3logkit.common.s3.OrderedFetch;
import dev.s3logkit.common.s3.OrderedFetch.Fetched;
import dev.s3logkit.common.s3.OrderedFetch.Wanted;
import dev.s3logkit.common.s3.PutOutcome;
import dev.s3logkit.compressor.archive.Watcher.Stage;
import dev.s3logkit.compressor.event.CompressorEvent.Compress;
import dev.s3logkit.compressor.failure.DownloadFailedException;
import dev.s3logkit.compressor.source.Sources;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes an archive of objects and puts it to its place: downloads run ahead in order, several
/// threads compress, and the archive goes out as it grows. Nothing is visible before all of it is
/// there; what fails leaves nothing behind.
public final class ArchiveMaker {

    private static final String CONTENT_TYPE = "application/zip";

    /// Failures that are named; after so many the rest is not tried any more.
    private static final int MAX_FAILURES = 1_000;

    private final ObjectStore store;
    private final Compress event;
    private final @Nullable String kmsKeyId;
    private final Watcher watcher;
    private final List<String> failures = new ArrayList<>();
    private long done;
    private long bytes;

    /// @param kmsKeyId key that S3 encrypts the archive with, or null for the bucket's own
    public ArchiveMaker(
            ObjectStore store, Compress event, @Nullable String kmsKeyId, Watcher watcher) {
        this.store = store;
        this.event = event;
        this.kmsKeyId = kmsKeyId;
        this.watcher = watcher;
    }

    /// What came of it.
    ///
    /// @param outcome whether the archive is there, or another object was there first
    /// @param commitNanos time that the end of the upload took
    public record Made(ZipSummary summary, PutOutcome outcome, long commitNanos) {}

    /// Makes the archive, on condition that nothing is at its place unless the event says
    /// otherwise.
    ///
    /// @throws DownloadFailedException names the objects that could not be read
    /// @throws IOException when the archive cannot be written
    public Made make(Sources sources, ArchiveOrigin origin) throws IOException {
        long heap = Runtime.getRuntime().maxMemory();
        CreateOptions options =
                new CreateOptions(
                        CONTENT_TYPE,
                        ObjectInfo.STANDARD,
                        Map.of(),
                        partSize(sources.count(), sources.bytes()),
                        !event.overwrite(),
                        kmsKeyId);
        try (ObjectWriter out = store.create(event.output(), options);
                ZipWriter zip = new ZipWriter(out, MemoryShares.zip(event.form(), heap));
                OrderedFetch fetch =
                        new OrderedFetch(
                                store,
                                wanted(sources),
                                MemoryShares.fetch(event.workers(), heap))) {
            for (Optional<Fetched> next = fetch.next(); next.isPresent(); next = fetch.next()) {
                take(next.get(), zip, sources.count());
            }
            if (!failures.isEmpty()) {
                throw failed();
            }
            ZipSummary summary = zip.finish(origin);
            long written = System.nanoTime();
            PutOutcome outcome = out.commit();
            return new Made(summary, outcome, System.nanoTime() - written);
        }
    }

    /// Bytes of a part of the upload of an archive, so that all of it fits into S3's number of
    /// parts.
    ///
    /// @param sources objects in it
    /// @param bytes of all of them
    public static int partSize(long sources, long bytes) {
        return MemoryShares.part(sources, bytes);
    }

    private static Iterator<Wanted> wanted(Sources sources) {
        Iterator<ObjectInfo> objects = sources.iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return objects.hasNext();
            }

            @Override
            public Wanted next() {
                return Wanted.of(objects.next());
            }
        };
    }

    /// Adds an object to the archive; once one has failed, only sees whether others fail, too.
    private void take(Fetched fetched, ZipWriter zip, long total) throws IOException {
        switch (fetched) {
            case Fetched.Whole whole -> {
                if (failures.isEmpty()) {
                    zip.add(source(whole.info()), whole.content());
                }
                bytes += whole.content().length;
            }
            case Fetched.Opened opened -> {
                if (failures.isEmpty()) {
                    add(opened, zip);
                }
                bytes += opened.body().info().size();
            }
            case Fetched.Failed failed -> note(failed.failure());
        }
        done++;
        watcher.progress(Stage.ARCHIVING, done, total, bytes);
    }

    private void add(Fetched.Opened opened, ZipWriter zip) throws IOException {
        Watched body = new Watched(opened.body());
        try {
            zip.add(source(opened.body().info()), body);
        } catch (IOException e) {
            if (body.failure == null) {
                throw e;
            }
            note(body.failure);
        }
    }

    private ZipSource source(ObjectInfo object) {
        return new ZipSource(
                object.uri().toString(),
                event.form().entryName(object.uri().bucket(), object.uri().key()),
                object.size(),
                object.etag(),
                object.lastModified());
    }

    private void note(IOException failure) throws IOException {
        if (failure instanceof InterruptedIOException) {
            throw failure;
        }
        failures.add(String.valueOf(failure.getMessage()));
        if (failures.size() == MAX_FAILURES) {
            throw failed();
        }
    }

    private DownloadFailedException failed() {
        return new DownloadFailedException(
                "nothing was written: %s%,d objects could not be read: %s"
                        .formatted(
                                failures.size() == MAX_FAILURES ? "at least " : "",
                                failures.size(),
                                String.join("; ", failures)));
    }

    /// Tells failures of the download from those of the upload.
    private static final class Watched extends FilterInputStream {

        private @Nullable IOException failure;

        Watched(InputStream body) {
            super(body);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int at, int length) throws IOException {
            try {
                return super.read(into, at, length);
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }
    }
}
