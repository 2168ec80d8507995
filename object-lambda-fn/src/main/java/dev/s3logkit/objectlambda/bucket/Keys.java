package dev.s3logkit.objectlambda.bucket;

import org.jspecify.annotations.Nullable;

/// The order of keys.
final class Keys {

    private Keys() {}

    /// The first key that no key with this prefix is behind, or null when there is none.
    static @Nullable String behind(String prefix) {
        int end = prefix.length();
        while (end > 0) {
            int last = prefix.codePointBefore(end);
            end -= Character.charCount(last);
            if (last != Character.MAX_CODE_POINT) {
                boolean surrogate = last + 1 == Character.MIN_SURROGATE;
                int next = surrogate ? Character.MAX_SURROGATE + 1 : last + 1;
                return prefix.substring(0, end) + Character.toString(next);
            }
        }
        return null;
    }
}
