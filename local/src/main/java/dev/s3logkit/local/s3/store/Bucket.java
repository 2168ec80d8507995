package dev.s3logkit.local.s3.store;

import dev.s3logkit.local.s3.store.MultipartUploads.NamedPart;
import dev.s3logkit.local.s3.store.MultipartUploads.Upload;
import dev.s3logkit.local.s3.store.ObjectChange.Kind;
import dev.s3logkit.local.s3.store.StoreException.Code;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The objects of one bucket. Safe for use by any number of threads: a write judges its condition,
/// becomes visible and is told to the listener in one step for each key.
public final class Bucket {

    private static final int LOCKS = 64;
    private static final int OPEN_ATTEMPTS = 100;

    private final String name;
    private final Instant created;
    private final LongSupplier sequencer;
    private final ObjectChange.Listener listener;
    private final @Nullable ObjectFiles files;
    private final MultipartUploads uploads;
    private final ConcurrentNavigableMap<String, StoredObject> index =
            new ConcurrentSkipListMap<>(Utf8Order.INSTANCE);
    private final Object[] locks = new Object[LOCKS];

    Bucket(
            String name,
            Instant created,
            LongSupplier sequencer,
            ObjectChange.Listener listener,
            Spool spool,
            @Nullable ObjectFiles files)
            throws IOException {
        this.name = name;
        this.created = created;
        this.sequencer = sequencer;
        this.listener = listener;
        this.files = files;
        this.uploads = new MultipartUploads(spool);
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new Object();
        }
        if (files != null) {
            files.load(object -> index.put(object.key(), object));
        }
    }

    public String name() {
        return name;
    }

    public Instant created() {
        return created;
    }

    public MultipartUploads uploads() {
        return uploads;
    }

    boolean isEmpty() {
        return index.isEmpty() && uploads.all().isEmpty();
    }

    long lastSequencer() {
        return index.values().stream().mapToLong(StoredObject::sequencer).max().orElse(0);
    }

    /// Makes received content an object.
    ///
    /// @throws StoreException when the condition does not hold; the content is discarded then
    public StoredObject put(
            String key,
            Content content,
            ObjectAttributes attributes,
            WriteCondition condition,
            Kind kind)
            throws IOException {
        return put(key, content, content.etag(), attributes, condition, kind);
    }

    /// Makes the named parts of an upload an object, and ends the upload.
    ///
    /// @throws StoreException when the condition does not hold or a part is wrong; the upload goes
    ///   on
    public StoredObject complete(Upload upload, List<NamedPart> parts, WriteCondition condition)
            throws IOException {
        Content content = uploads.join(upload, parts);
        StoredObject object =
                put(
                        upload.key(),
                        content,
                        MultipartUploads.etag(upload, parts),
                        upload.attributes(),
                        condition,
                        Kind.COMPLETE_MULTIPART_UPLOAD);
        uploads.abort(upload);
        return object;
    }

    private StoredObject put(
            String key,
            Content content,
            String etag,
            ObjectAttributes attributes,
            WriteCondition condition,
            Kind kind)
            throws IOException {
        StoredObject replaced;
        StoredObject object;
        synchronized (lock(key)) {
            replaced = index.get(key);
            try {
                condition.check(key, replaced);
            } catch (StoreException e) {
                content.body().discard();
                throw e;
            }
            Instant now = Instant.now();
            object =
                    new StoredObject(
                            key,
                            content.size(),
                            etag,
                            content.crc32(),
                            now.truncatedTo(ChronoUnit.SECONDS),
                            attributes,
                            sequencer.getAsLong(),
                            content.body());
            if (files != null) {
                object = files.publish(object);
            }
            index.put(key, object);
            listener.changed(
                    new ObjectChange(
                            kind, name, key, object.size(), etag, object.sequencer(), now));
        }
        if (replaced != null) {
            replaced.body().discard();
        }
        return object;
    }

    /// The object.
    ///
    /// @throws StoreException when there is none
    public StoredObject get(String key) {
        StoredObject object = index.get(key);
        if (object == null) {
            throw new StoreException(Code.NO_SUCH_KEY, "The specified key does not exist.");
        }
        return object;
    }

    /// Opens the object's bytes.
    ///
    /// @param selection says which bytes of the object, once it is known
    /// @throws StoreException when there is no object, or whatever the selection throws
    public Opened open(String key, Selection selection) throws IOException {
        for (int attempt = 1; ; attempt++) {
            StoredObject object = get(key);
            Range range = selection.of(object);
            try {
                return new Opened(object, range, object.body().open(range.offset, range.length));
            } catch (NoSuchFileException e) {
                // Replaced between the look-up and the opening, so the next look-up finds another.
                if (attempt == OPEN_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /// Removes the object; nothing happens when there is none.
    ///
    /// @param ifMatch ETag without quotes, `*`, or null for no condition
    /// @throws StoreException when there is an object that does not match
    public void delete(String key, @Nullable String ifMatch) throws IOException {
        synchronized (lock(key)) {
            StoredObject object = index.get(key);
            if (object == null) {
                return;
            }
            new WriteCondition(ifMatch, false).check(key, object);
            object.body().discard();
            index.remove(key);
            listener.changed(
                    new ObjectChange(
                            Kind.DELETE, name, key, 0, "", sequencer.getAsLong(), Instant.now()));
        }
    }

    /// One page of the bucket's objects.
    public Listing list(Listing.Query query) {
        return Listing.of(index, query);
    }

    private Object lock(String key) {
        return locks[Math.floorMod(key.hashCode(), LOCKS)];
    }

    /// Bytes of an object.
    public record Range(long offset, long length) {}

    /// Chooses bytes of an object, or refuses to.
    @FunctionalInterface
    public interface Selection {
        Range of(StoredObject object);
    }

    /// An object with the chosen bytes; the caller closes the stream.
    public record Opened(StoredObject object, Range range, InputStream stream) {}
}
