package dev.s3logkit.objectlambda.bucket;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One page of a listing, in the order of UTF-8 bytes.
///
/// @param truncated whether there is more
/// @param nextMarker the last key or common prefix, when there is more; null otherwise
/// @param nextToken what continues the listing in version 2, when there is more; null otherwise
public record Listing(
        ListRequest request,
        List<ServedObject> contents,
        List<String> commonPrefixes,
        boolean truncated,
        @Nullable String nextMarker,
        @Nullable String nextToken) {

    public Listing {
        contents = List.copyOf(contents);
        commonPrefixes = List.copyOf(commonPrefixes);
    }

    /// How many keys and common prefixes there are.
    public int keyCount() {
        return contents.size() + commonPrefixes.size();
    }

    /// The document that S3 sends, `ListBucketResult` of the version that was asked for.
    public String xml(String bucket) {
        throw new UnsupportedOperationException();
    }
}
