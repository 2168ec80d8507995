package dev.s3logkit.rollup.work;

import dev.s3logkit.common.s3.CreateOptions;
import dev.s3logkit.common.s3.ObjectInfo;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.ObjectWriter;
import dev.s3logkit.common.s3.PutOutcome;
import dev.s3logkit.common.s3.S3Uri;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Makes an upload a tarball, unless another tarball holds one of its logs. How that is decided
/// stands with the package.
final class Completion {

    /// Rounds after which something else is wrong.
    private static final int ROUNDS = 20;

    private static final int FIRST_PAUSE_MS = 20;
    private static final int LONGEST_PAUSE_MS = 640;

    private final ObjectStore store;
    private final DayObjects day;
    private final S3Uri uri;
    private final Set<LogId> logs;
    private final Duration claimWait;

    /// A tarball that is there to stay.
    ///
    /// @param made by us; else another worker made it of the same logs
    record Completed(S3Uri uri, String etag, boolean made) {}

    /// @param logs that the tarball holds, all of them
    /// @param claimWait how long the claim of another worker is waited for
    Completion(ObjectStore store, DayObjects day, S3Uri uri, Set<LogId> logs, Duration claimWait) {
        this.store = store;
        this.day = day;
        this.uri = uri;
        this.logs = logs;
        this.claimWait = claimWait;
    }

    /// Completes the upload, or finds that the same was completed by another worker.
    ///
    /// @param upload of the tarball, written to its end
    /// @throws TaskFailedException when another tarball is in the way
    Completed complete(ObjectWriter upload) throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            String claim = place();
            if (claim == null) {
                Optional<Completed> existing = existing();
                if (existing.isPresent()) {
                    return existing.get();
                }
                continue;
            }
            boolean claimed = true;
            DayObject.Claimed ahead;
            try {
                ahead = ahead();
                if (ahead == null) {
                    Optional<String> etag = upload.replace(claim);
                    claimed = false;
                    return etag.isPresent()
                            ? new Completed(uri, etag.get(), true)
                            : existing().orElseThrow(this::claimLost);
                }
            } finally {
                if (claimed) {
                    withdraw(uri, claim);
                }
            }
            outwait(ahead);
        }
        throw new TaskFailedException(
                "%s: other workers keep claiming the logs of this task".formatted(uri));
    }

    private TaskFailedException claimLost() {
        return new TaskFailedException(
                "%s: another worker took the claim; the task has to be tried again".formatted(uri));
    }

    /// Puts a claim; its ETag, or null when there is something already.
    private @Nullable String place() throws IOException {
        String number = UUID.randomUUID().toString();
        CreateOptions options =
                new CreateOptions(
                        Claim.CONTENT_TYPE,
                        "STANDARD",
                        Map.of(Claim.METADATA, number),
                        CreateOptions.MIN_PART_SIZE,
                        true);
        try (ObjectWriter writer = store.create(uri, options)) {
            writer.write(Claim.write(number, logs));
            return switch (writer.commit()) {
                case PutOutcome.Created(String etag) -> etag;
                // A try whose answer was lost put it there.
                case PutOutcome.AlreadyExists(ObjectInfo there)
                        when number.equals(there.metadata().get(Claim.METADATA)) ->
                        there.etag();
                case PutOutcome.AlreadyExists _ -> null;
            };
        }
    }

    /// What another worker put to our key: the same tarball, or empty when it was but a claim,
    /// which is gone now.
    private Optional<Completed> existing() throws IOException {
        Optional<ObjectInfo> there = store.head(uri);
        if (there.isEmpty()) {
            return Optional.empty();
        }
        switch (day.read(there.get())) {
            case DayObject.Tarball tarball -> {
                if (tarball.entries() != logs.size() || !tarball.logs().equals(logs)) {
                    throw new TaskFailedException(
                            "%s holds other logs under the same name; the task has to be tried again"
                                    .formatted(uri));
                }
                return Optional.of(new Completed(uri, there.get().etag(), false));
            }
            case DayObject.Claimed claimed -> {
                outwait(claimed);
                return Optional.empty();
            }
        }
    }

    /// Asked while our claim is there: null when nothing else of the day has one of our logs, or
    /// the claim that goes first.
    private DayObject.@Nullable Claimed ahead() throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            switch (rival()) {
                case null -> {
                    return null;
                }
                case DayObject.Tarball tarball ->
                        throw new TaskFailedException(
                                "%s holds %s already, which was about to go into %s; the task has to be tried again"
                                        .formatted(tarball.object().uri(), common(tarball), uri));
                case DayObject.Claimed claimed -> {
                    // One of two that meet goes first, and both know which.
                    if (uri.toString().compareTo(claimed.object().uri().toString()) > 0) {
                        return claimed;
                    }
                    withdraw(claimed.object().uri(), claimed.object().etag());
                }
            }
        }
        throw claimLost();
    }

    /// Another tarball or claim of the day with one of our logs, a tarball first.
    private @Nullable DayObject rival() throws IOException {
        DayObject rival = null;
        for (DayObject object : day.list()) {
            boolean other = !object.object().uri().equals(uri);
            if (other && !Collections.disjoint(object.logs(), logs)) {
                rival = object;
                if (object instanceof DayObject.Tarball) {
                    break;
                }
            }
        }
        return rival;
    }

    private String common(DayObject other) {
        return other.logs().stream().filter(logs::contains).findFirst().orElseThrow().name();
    }

    /// Waits until a claim has become a tarball or is gone, and removes it when that takes longer
    /// than a worker needs that is alive.
    private void outwait(DayObject.Claimed claimed) throws IOException {
        ObjectInfo object = claimed.object();
        long end = System.nanoTime() + claimWait.toNanos();
        for (int pause = FIRST_PAUSE_MS;
                System.nanoTime() < end;
                pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
            pause(pause);
            Optional<ObjectInfo> now = store.head(object.uri());
            if (now.isEmpty() || !now.get().etag().equals(object.etag())) {
                return;
            }
        }
        withdraw(object.uri(), object.etag());
    }

    private void pause(int millis) throws IOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(uri + ": interrupted while another worker finished");
        }
    }

    /// Removes a claim if it is still there.
    private void withdraw(S3Uri claim, String etag) {
        try {
            store.delete(claim, etag);
        } catch (IOException _) {
            // One that stays is removed by the next worker that meets it.
        }
    }
}
