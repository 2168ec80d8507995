package dev.s3logkit.compressor.source;

import dev.s3logkit.common.s3.NoSuchObjectException;
import dev.s3logkit.common.s3.ObjectAccessDeniedException;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.common.s3.WrongRegionException;
import dev.s3logkit.compressor.event.CompressorEvent.Compress;
import dev.s3logkit.compressor.failure.CompressorException;
import dev.s3logkit.compressor.failure.ManifestException;
import dev.s3logkit.compressor.source.Problems.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// Finds the objects that a manifest means, and everything that keeps them from being archived: all
/// of it is told at once, before anything is written.
///
/// Below a prefix, the output and the manifest themselves are passed over; named by a line of their
/// own they are a problem.
public final class SourceFinder {

    private final ObjectStore store;
    private final Compress event;
    private final SourceList list = new SourceList();
    private final Problems problems = new Problems();
    private final ObjectLookup lookup;
    private long emptyPrefixes;

    public SourceFinder(ObjectStore store, Compress event) {
        this.store = store;
        this.event = event;
        this.lookup =
                new ObjectLookup(
                        store, list, problems, event.workers(), event.form().failOnMissing());
    }

    /// Reads the manifest and looks every object up.
    ///
    /// @param manifest left open
    /// @throws ManifestException when it is none, or means no object
    /// @throws CompressorException names every object and bucket that cannot be archived
    /// @throws IOException when S3 fails
    public Sources find(InputStream manifest) throws IOException {
        ManifestReader.read(manifest, event.manifest().toString(), this::add);
        if (list.count() == 0 && emptyPrefixes == 0 && problems.exception().isEmpty()) {
            throw new ManifestException(event.manifest() + ": no line names an object");
        }
        long missing = lookup.run() + emptyPrefixes;
        if (!event.form().includeBucket()) {
            EntryNames.collisions(list).forEach(pair -> problems.add(Kind.COLLISION, pair));
        }
        Optional<CompressorException> problem = problems.exception();
        if (problem.isPresent()) {
            throw problem.get();
        }
        Sources sources = new Sources(list, missing);
        if (sources.count() == 0) {
            throw new ManifestException(
                    "%s: of all that it names (%,d) nothing is there"
                            .formatted(event.manifest(), missing));
        }
        return sources;
    }

    private void add(S3Uri url) throws IOException {
        if (url.key().isEmpty() || url.key().endsWith("/")) {
            addAll(url);
        } else if (isOwn(url)) {
            problems.add(Kind.REFUSED, url.toString());
        } else {
            list.add(url);
        }
    }

    private void addAll(S3Uri prefix) throws IOException {
        boolean[] any = {false};
        try {
            store.list(
                    prefix,
                    object -> {
                        if (!isOwn(object.uri())) {
                            any[0] = true;
                            lookup.describe(list.add(object.uri()), object, true);
                        }
                    });
        } catch (NoSuchObjectException | ObjectAccessDeniedException | WrongRegionException e) {
            lookup.unreadable(prefix, e);
            return;
        }
        if (!any[0]) {
            emptyPrefixes++;
            if (event.form().failOnMissing()) {
                problems.add(Kind.MISSING, prefix.toString());
            }
        }
    }

    private boolean isOwn(S3Uri url) {
        return url.equals(event.output()) || url.equals(event.manifest());
    }
}
