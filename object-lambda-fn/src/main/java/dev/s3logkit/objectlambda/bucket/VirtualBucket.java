package dev.s3logkit.objectlambda.bucket;

import dev.s3logkit.common.FormatException;
import dev.s3logkit.common.archive.browse.ArchiveEntry;
import dev.s3logkit.common.s3.ObjectChangedException;
import dev.s3logkit.common.s3.ObjectStoreException;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.objectlambda.archives.FailureLog;
import dev.s3logkit.objectlambda.archives.Lease;
import dev.s3logkit.objectlambda.archives.OpenArchives;
import dev.s3logkit.objectlambda.mapping.Mapping;
import dev.s3logkit.objectlambda.mapping.VirtualMap;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/// A bucket whose objects are the files of archives. Read-only. Safe for use by any number of
/// threads.
///
/// An archive that is replaced while it is read is opened anew, once for each request; what the
/// answer holds is of one archive.
public final class VirtualBucket implements AutoCloseable {

    /// The owner of all objects, in listings.
    static final String OWNER = "s3logkit";

    /// Content up to here is read before the answer begins, so that what is wrong with it is an
    /// error and no broken body; bytes.
    private static final int READ_FIRST = 256 << 10;

    private final String name;
    private final String region;
    private final VirtualMap map;
    private final OpenArchives archives;
    private final FailureLog log;

    /// @param name of the bucket, as requests in path style give it
    /// @param region what GetBucketLocation and HeadBucket answer
    /// @param archives closed with the bucket
    /// @param log takes failures of archives, one line each
    public VirtualBucket(
            String name, String region, VirtualMap map, OpenArchives archives, FailureLog log) {
        this.name = name;
        this.region = region;
        this.map = map;
        this.archives = archives;
        this.log = log;
    }

    /// The name of the bucket.
    public String name() {
        return name;
    }

    /// Its region.
    public String region() {
        return region;
    }

    /// Which keys are of archives: those for which [VirtualMap#find] knows a mapping.
    public VirtualMap map() {
        return map;
    }

    /// Answers any request; whatever goes wrong is an answer, too. What content has behind its
    /// first 256 KiB is read when the body is written.
    public S3Answer handle(S3Question question) {
        return new RestApi(this, log).answer(question);
    }

    /// GetObject. The beginning of the content is read, the rest when the body is written.
    ///
    /// @throws S3Error `NoSuchKey`, `PreconditionFailed`, `NotModified` (304), `InvalidRange` and
    ///   the others of docs/semantics.md
    public ObjectAnswer get(ObjectRequest request) throws S3Error {
        return object(request, true);
    }

    /// HeadObject: as [#get], with an empty body.
    ///
    /// @throws S3Error as [#get]
    public ObjectAnswer head(ObjectRequest request) throws S3Error {
        return object(request, false);
    }

    /// ListObjects and ListObjectsV2.
    ///
    /// @throws S3Error `InvalidArgument` for a token that is none of ours; what is wrong with an
    ///   archive in the listed range
    public Listing list(ListRequest request) throws S3Error {
        String token = request.continuationToken();
        String after = token == null ? request.after() : ContinuationToken.last(token);
        try {
            return list(request, after);
        } catch (ObjectChangedException _) {
            // Once more; the archive that was replaced is known by now.
        }
        try {
            return list(request, after);
        } catch (ObjectChangedException e) {
            throw Failures.error(e);
        }
    }

    private Listing list(ListRequest request, String after) throws ObjectChangedException, S3Error {
        try (Lister lister = new Lister(map, archives, request, after)) {
            try {
                return lister.list();
            } catch (IOException e) {
                Mapping mapping = lister.current();
                throw failed(mapping == null ? null : mapping.archive(), e);
            }
        }
    }

    private ObjectAnswer object(ObjectRequest request, boolean content) throws S3Error {
        Overrides.check(request.overrides());
        Mapping mapping =
                map.find(request.key()).orElseThrow(() -> S3Error.noSuchKey(request.key()));
        try {
            return object(mapping, request, content);
        } catch (ObjectChangedException _) {
            // Once more, of the new archive.
        }
        try {
            return object(mapping, request, content);
        } catch (ObjectChangedException e) {
            throw Failures.error(e);
        }
    }

    private ObjectAnswer object(Mapping mapping, ObjectRequest request, boolean content)
            throws ObjectChangedException, S3Error {
        String inside = request.key().substring(mapping.prefix().length());
        try (Lease lease = archives.lease(mapping.archive())) {
            ArchiveEntry file = ArchivedObject.find(lease, inside);
            if (file == null) {
                throw S3Error.noSuchKey(request.key());
            }
            ServedObject object = ArchivedObject.of(request.key(), lease, file);
            Preconditions.check(request.conditions(), object);
            Selection selection = Selection.of(request, object.size());
            return new ObjectAnswer(
                    object,
                    selection.offset(),
                    selection.length(),
                    selection.partial(),
                    request.overrides(),
                    content ? body(lease, file, selection) : new Body.Empty());
        } catch (IOException e) {
            throw failed(mapping.archive(), e);
        }
    }

    private Body body(Lease lease, ArchiveEntry file, Selection selection) throws IOException {
        int first = (int) Math.min(READ_FIRST, selection.length());
        byte[] beginning;
        try (InputStream in = lease.archive().open(file, selection.offset(), first)) {
            beginning = in.readNBytes(first);
        }
        S3Uri archive = lease.object().uri();
        String etag = lease.object().etag();
        return new Body.Content(
                selection.length(),
                out -> {
                    out.write(beginning);
                    if (first < selection.length()) {
                        copyRest(archive, etag, file, selection, first, out);
                    }
                });
    }

    /// Writes what follows the beginning, if the archive still is the one of this ETag. A whole
    /// file is read again from its start, since only whole files have checksums.
    private void copyRest(
            S3Uri uri,
            String etag,
            ArchiveEntry file,
            Selection selection,
            int first,
            OutputStream out)
            throws IOException {
        boolean whole = selection.length() == file.size();
        int passed = whole ? first : 0;
        long offset = selection.offset() + first - passed;
        try (Lease lease = archives.lease(uri)) {
            if (!lease.object().etag().equals(etag)) {
                throw new ObjectChangedException(uri, "GET", etag, lease.object().etag(), null);
            }
            long length = selection.length() - first + passed;
            try (InputStream in = lease.archive().open(file, offset, length)) {
                in.readNBytes(passed);
                in.transferTo(out);
            }
        } catch (ObjectStoreException | FormatException e) {
            // Not what the client's connection throws.
            if (e instanceof ObjectChangedException) {
                archives.replaced(uri, etag);
            }
            log.failure(uri.toString(), e);
            throw e;
        }
    }

    /// What to answer when an archive cannot be read; one that was replaced is passed on, for
    /// another try.
    private S3Error failed(@Nullable S3Uri archive, IOException failure)
            throws ObjectChangedException {
        if (archive != null && !Failures.isOfLink(failure)) {
            log.failure(archive.toString(), failure);
        }
        if (failure instanceof ObjectChangedException changed) {
            if (archive != null) {
                archives.replaced(archive, changed.expected());
            }
            throw changed;
        }
        return Failures.error(failure);
    }

    @Override
    public void close() {
        archives.close();
    }
}
