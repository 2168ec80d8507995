package dev.s3logkit.local.lambda;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads a function's answer to a batch as Lambda does (Lambda Developer Guide, "Implementing
/// partial batch responses").
final class BatchResponse {

    private BatchResponse() {}

    /// The ids of the messages that count as failed: those that the answer names. Nothing, `null`,
    /// an empty object and a list that is empty or `null` mean success; an answer that is no JSON
    /// object, or names a message that is not in the batch or not at all, fails the whole batch.
    static Set<String> failed(byte[] answer, Set<String> batch) {
        if (answer.length == 0) {
            return Set.of();
        }
        Object root;
        try {
            root = JSON.std.anyFrom(answer);
        } catch (IOException e) {
            return batch;
        }
        if (root == null) {
            return Set.of();
        }
        if (!(root instanceof Map<?, ?> object)) {
            return batch;
        }
        Object list = object.get("batchItemFailures");
        if (list == null) {
            return Set.of();
        }
        if (!(list instanceof List<?> failures)) {
            return batch;
        }
        Set<String> failed = new HashSet<>();
        for (Object failure : failures) {
            if (!(failure instanceof Map<?, ?> item)
                    || !(item.get("itemIdentifier") instanceof String id)
                    || !batch.contains(id)) {
                return batch;
            }
            failed.add(id);
        }
        return failed;
    }
}
