package dev.s3logkit.compressor.archive;

import dev.s3logkit.common.FormatException;
import dev.s3logkit.common.archive.zip.ProofEntry;
import dev.s3logkit.common.archive.zip.ProofReader;
import dev.s3logkit.common.s3.DeleteOutcome;
import dev.s3logkit.common.s3.Deletion;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.compressor.archive.Watcher.Stage;
import dev.s3logkit.compressor.event.CompressorEvent.Delete;
import dev.s3logkit.compressor.event.CompressorEvent.Progress;
import dev.s3logkit.compressor.failure.ArchiveInvalidException;
import dev.s3logkit.compressor.failure.DeletionIncompleteException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Deletes the objects that an archive was made from, after the archive was proven: each by its key
/// on condition that it has the ETag that was archived. What was changed since is left as it is.
/// May be repeated: what is gone counts as deleted.
public final class SourceDeleter {

    private static final int BATCH = 1_000;
    private static final int NAMED = 1_000;

    private final ObjectStore store;
    private final BooleanSupplier goOn;
    private final Watcher watcher;
    private final List<String> changedNames = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private long handled;
    private long changed;
    private long failed;

    /// @param goOn asked before each 1,000 objects; false ends the run with a [Deleted#rest()]
    public SourceDeleter(ObjectStore store, BooleanSupplier goOn, Watcher watcher) {
        this.store = store;
        this.goOn = goOn;
        this.watcher = watcher;
    }

    /// What came of it.
    ///
    /// @param entries of the archive
    /// @param deleted objects that are gone, those of earlier invocations included
    /// @param changed objects that were replaced since they were archived, and are still there
    /// @param changedNames the first of them that this run met
    /// @param rest where another invocation goes on; empty when all is done
    public record Deleted(
            long entries,
            long deleted,
            long changed,
            List<String> changedNames,
            Optional<Progress> rest) {
        public Deleted {
            changedNames = List.copyOf(changedNames);
        }
    }

    /// Proves the archive, unless an invocation before this one has proven the same object, and
    /// deletes.
    ///
    /// @throws ArchiveInvalidException when the archive is not whole; nothing was deleted
    /// @throws DeletionIncompleteException names what S3 refused to delete; all else is done
    public Deleted delete(Delete event) throws IOException {
        try (ArchiveObject archive = ArchiveObject.open(store, event.source())) {
            Progress progress = event.progress();
            String etag = archive.info().etag();
            if (progress == null || !progress.etag().equals(etag)) {
                ArchiveVerifier.verify(archive);
                progress = null;
            }
            handled = progress == null ? 0 : progress.handled();
            changed = progress == null ? 0 : progress.changed();
            long entries = archive.proof().entries();
            boolean done = delete(archive, entries);
            if (failed > 0) {
                throw new DeletionIncompleteException(
                        "%,d of the %,d sources of %s could not be deleted: %s"
                                .formatted(
                                        failed,
                                        entries,
                                        event.source(),
                                        String.join("; ", failures)));
            }
            return new Deleted(
                    entries,
                    handled - changed,
                    changed,
                    changedNames,
                    done ? Optional.empty() : Optional.of(new Progress(etag, handled, changed)));
        }
    }

    /// Whether all sources were dealt with before time ran out.
    private boolean delete(ArchiveObject archive, long entries) throws IOException {
        try (ProofReader rows = archive.zip().proofEntries()) {
            for (long i = 0; i < handled; i++) {
                rows.next();
            }
            List<Deletion> batch = new ArrayList<>(BATCH);
            for (ProofEntry row = rows.next(); row != null; row = rows.next()) {
                batch.add(new Deletion(S3Uri.parse(row.source().url()), row.source().etag()));
                if (batch.size() == BATCH) {
                    if (!goOn.getAsBoolean()) {
                        return false;
                    }
                    delete(batch, entries);
                    batch.clear();
                }
            }
            if (!batch.isEmpty()) {
                delete(batch, entries);
            }
            return true;
        } catch (FormatException e) {
            throw new ArchiveInvalidException(String.valueOf(e.getMessage()), e);
        }
    }

    private void delete(List<Deletion> batch, long entries) throws IOException {
        List<DeleteOutcome> outcomes = store.delete(batch);
        for (int i = 0; i < batch.size(); i++) {
            String name = batch.get(i).uri().toString();
            switch (outcomes.get(i)) {
                case DeleteOutcome.Deleted() -> {}
                case DeleteOutcome.Changed() -> {
                    changed++;
                    note(changedNames, name);
                }
                case DeleteOutcome.Failed(String code, String message) -> {
                    failed++;
                    note(failures, "%s (%s %s)".formatted(name, code, message));
                }
            }
        }
        handled += batch.size();
        watcher.progress(Stage.DELETING, handled, entries, 0);
    }

    private static void note(List<String> names, String name) {
        if (names.size() < NAMED) {
            names.add(name);
        }
    }
}
