package dev.s3logkit.common.s3;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;

/// DELETE of one object and of many.
final class SdkDeletes {

    /// Keys that S3 takes in one request.
    private static final int MAX_KEYS = 1000;

    /// Tries of an object that S3 could not delete just then.
    private static final int TRIES = 5;

    private static final int WAIT_MS = 100;

    /// The answers of single objects within an answered request, after which trying again helps.
    private static final Set<String> PASSING =
            Set.of(
                    "InternalError",
                    "SlowDown",
                    "ServiceUnavailable",
                    "OperationAborted",
                    "ConditionalRequestConflict");

    private static final DeleteOutcome DELETED = new DeleteOutcome.Deleted();
    private static final DeleteOutcome CHANGED = new DeleteOutcome.Changed();

    private final S3Client client;
    private final RequestCounter counter;

    SdkDeletes(S3Client client, RequestCounter counter) {
        this.client = client;
        this.counter = counter;
    }

    DeleteOutcome delete(S3Uri uri, @Nullable String ifMatch) throws IOException {
        for (int attempt = 1; ; attempt++) {
            counter.delete.increment();
            try {
                client.deleteObject(
                        delete ->
                                delete.bucket(uri.bucket())
                                        .key(uri.key())
                                        .ifMatch(quoted(ifMatch)));
                return DELETED;
            } catch (SdkException e) {
                if (ifMatch != null && SdkFailure.is(e, Refusal.PRECONDITION_FAILED)) {
                    return CHANGED;
                }
                if (SdkFailure.code(e).equals("NoSuchKey")) {
                    return DELETED;
                }
                // Another request changes the object at the same time.
                if (!SdkFailure.is(e, Refusal.CONFLICT) || attempt == TRIES) {
                    throw SdkFailure.of(uri, "DELETE", e);
                }
                pause(uri, attempt);
            }
        }
    }

    List<DeleteOutcome> delete(List<Deletion> objects) throws IOException {
        DeleteOutcome[] outcomes = new DeleteOutcome[objects.size()];
        Map<String, List<Integer>> byBucket = new LinkedHashMap<>();
        for (int i = 0; i < objects.size(); i++) {
            S3Uri uri = objects.get(i).uri();
            if (isXml(uri.key())) {
                byBucket.computeIfAbsent(uri.bucket(), bucket -> new ArrayList<>()).add(i);
            } else {
                outcomes[i] = outcome(objects.get(i));
            }
        }
        for (List<Integer> places : byBucket.values()) {
            for (int from = 0; from < places.size(); from += MAX_KEYS) {
                int to = Math.min(places.size(), from + MAX_KEYS);
                batch(objects, places.subList(from, to), outcomes);
            }
        }
        return List.of(outcomes);
    }

    /// Deletes the objects at these places, all of one bucket, and notes how that ended.
    private void batch(List<Deletion> objects, List<Integer> places, DeleteOutcome[] outcomes)
            throws IOException {
        List<Integer> left = places;
        for (int attempt = 1; !left.isEmpty(); attempt++) {
            Map<String, DeleteOutcome> refused = send(objects, left);
            List<Integer> again = new ArrayList<>();
            for (int place : left) {
                DeleteOutcome outcome =
                        refused.getOrDefault(objects.get(place).uri().key(), DELETED);
                outcomes[place] = outcome;
                if (attempt < TRIES
                        && outcome instanceof DeleteOutcome.Failed failed
                        && PASSING.contains(failed.code())) {
                    again.add(place);
                }
            }
            left = again;
            if (!left.isEmpty()) {
                pause(objects.get(left.getFirst()).uri(), attempt);
            }
        }
    }

    /// One request; returns what was not deleted.
    private Map<String, DeleteOutcome> send(List<Deletion> objects, List<Integer> places)
            throws IOException {
        S3Uri first = objects.get(places.getFirst()).uri();
        List<ObjectIdentifier> identifiers = new ArrayList<>(places.size());
        for (int place : places) {
            Deletion object = objects.get(place);
            identifiers.add(
                    ObjectIdentifier.builder()
                            .key(object.uri().key())
                            .eTag(quoted(object.ifMatch()))
                            .build());
        }
        Map<String, DeleteOutcome> refused = new HashMap<>();
        counter.delete.increment();
        try {
            DeleteObjectsResponse answer =
                    client.deleteObjects(
                            delete ->
                                    delete.bucket(first.bucket())
                                            .delete(keys -> keys.objects(identifiers).quiet(true)));
            for (S3Error error : answer.errors()) {
                refused.put(error.key(), outcome(error));
            }
        } catch (SdkException e) {
            IOException failure = SdkFailure.of(first, "DELETE", e);
            if (failure instanceof InterruptedIOException) {
                throw failure;
            }
            DeleteOutcome outcome = failed(e, failure);
            identifiers.forEach(identifier -> refused.put(identifier.key(), outcome));
        }
        return refused;
    }

    private static DeleteOutcome outcome(S3Error error) {
        return switch (error.code()) {
            case "PreconditionFailed" -> CHANGED;
            case "NoSuchKey" -> DELETED;
            case null -> new DeleteOutcome.Failed("", text(error.message()));
            default -> new DeleteOutcome.Failed(error.code(), text(error.message()));
        };
    }

    private DeleteOutcome outcome(Deletion object) throws IOException {
        try {
            return delete(object.uri(), object.ifMatch());
        } catch (InterruptedIOException e) {
            throw e;
        } catch (ObjectStoreException e) {
            return failed(e.getCause(), e);
        }
    }

    private static DeleteOutcome failed(@Nullable Throwable cause, IOException failure) {
        return new DeleteOutcome.Failed(SdkFailure.code(cause), text(failure.getMessage()));
    }

    /// Whether XML 1.0 can carry the key as it is (section 2.2); the others are deleted one by one.
    private static boolean isXml(String key) {
        return key.chars().allMatch(c -> c >= ' ' && c != '\uFFFE' && c != '\uFFFF');
    }

    private static void pause(S3Uri uri, int attempt) throws IOException {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextInt(WAIT_MS << attempt));
        } catch (InterruptedException e) {
            throw Interruption.of(uri, "DELETE", e);
        }
    }

    private static @Nullable String quoted(@Nullable String etag) {
        return etag == null ? null : '"' + etag + '"';
    }

    private static String text(@Nullable String message) {
        return message == null ? "" : message;
    }
}
