package dev.s3logkit.local.s3.store;

import dev.s3logkit.local.s3.store.StoreException.Code;
import org.jspecify.annotations.Nullable;

/// What must hold of the object that a write replaces, judged in the same step as the write.
///
/// @param ifMatch ETag without quotes, `*`, or null for no condition
/// @param ifAbsent whether there must be no object
public record WriteCondition(@Nullable String ifMatch, boolean ifAbsent) {

    public static final WriteCondition NONE = new WriteCondition(null, false);

    void check(String key, @Nullable StoredObject current) {
        if (ifAbsent && current != null) {
            throw new StoreException(
                    Code.PRECONDITION_FAILED,
                    "At least one of the preconditions you specified did not hold.");
        }
        if (ifMatch != null) {
            if (current == null) {
                throw new StoreException(Code.NO_SUCH_KEY, "There is no " + key + " to match.");
            }
            if (!ifMatch.equals("*") && !ifMatch.equals(current.etag())) {
                throw new StoreException(
                        Code.PRECONDITION_FAILED,
                        "At least one of the preconditions you specified did not hold.");
            }
        }
    }
}
