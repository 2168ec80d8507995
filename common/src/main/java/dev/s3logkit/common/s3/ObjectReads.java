package dev.s3logkit.common.s3;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The reads of an [ObjectStore], made of single GETs: what a refusal of S3 leaves open is asked
/// for.
final class ObjectReads {

    private final ObjectGets gets;
    private final Heads heads;

    /// As [ObjectStore#head(S3Uri)].
    @FunctionalInterface
    interface Heads {
        Optional<ObjectInfo> head(S3Uri uri) throws IOException;
    }

    ObjectReads(ObjectGets gets, Heads heads) {
        this.gets = gets;
        this.heads = heads;
    }

    ObjectStream open(S3Uri uri, @Nullable ByteRange range, @Nullable String ifMatch)
            throws IOException {
        if (ifMatch != null && !isEtag(ifMatch)) {
            throw new ObjectStoreException(uri, "GET", "'" + ifMatch + "' is no ETag", null);
        }
        try {
            return gets.get(uri, range, ifMatch);
        } catch (RangeNotSatisfiableException e) {
            if (range == null || range.start(0) > 0) {
                throw e;
            }
            return empty(uri, ifMatch, e);
        } catch (ObjectChangedException e) {
            throw named(uri, e);
        }
    }

    /// Whether the text can stand in a header between quotes (RFC 9110, section 8.8.3).
    private static boolean isEtag(String text) {
        return text.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '"');
    }

    /// S3 has no range for an empty object, and its refusal says nothing of the object.
    private ObjectStream empty(
            S3Uri uri, @Nullable String ifMatch, RangeNotSatisfiableException refusal)
            throws IOException {
        ObjectStream body = open(uri, null, ifMatch);
        if (body.length() > 0) {
            body.close();
            throw refusal;
        }
        return body;
    }

    /// The same with the ETag of what is there now, which S3's refusal does not tell.
    private ObjectChangedException named(S3Uri uri, ObjectChangedException changed)
            throws IOException {
        if (changed.found() != null) {
            return changed;
        }
        String found = heads.head(uri).map(ObjectInfo::etag).orElse(null);
        return new ObjectChangedException(
                uri, "GET", changed.expected(), found, changed.getCause());
    }
}
