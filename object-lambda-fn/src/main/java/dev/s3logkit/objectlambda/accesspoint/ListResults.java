package dev.s3logkit.objectlambda.accesspoint;

import dev.s3logkit.objectlambda.bucket.Listing;
import dev.s3logkit.objectlambda.bucket.ServedObject;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The `listBucketResult` of a list operation: what S3 makes its XML of. Texts are in the spelling
/// that the caller asked for, as in AWS's own functions, which take them out of S3's XML.
final class ListResults {

    private ListResults() {}

    static Map<String, Object> of(String bucket, Listing listing) {
        var request = listing.request();
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("name", bucket);
        result.put("prefix", listing.text(request.prefix()));
        if (request.version() == 1) {
            result.put("marker", listing.text(request.after()));
            if (listing.nextMarker() != null && !request.delimiter().isEmpty()) {
                result.put("nextMarker", listing.text(listing.nextMarker()));
            }
        } else {
            if (!request.after().isEmpty()) {
                result.put("startAfter", listing.text(request.after()));
            }
            if (request.continuationToken() != null) {
                result.put("continuationToken", request.continuationToken());
            }
            if (listing.nextToken() != null) {
                result.put("nextContinuationToken", listing.nextToken());
            }
            result.put("keyCount", listing.keyCount());
        }
        result.put("maxKeys", request.maxKeys());
        if (!request.delimiter().isEmpty()) {
            result.put("delimiter", listing.text(request.delimiter()));
        }
        if (request.urlEncoded()) {
            result.put("encodingType", "url");
        }
        result.put("isTruncated", listing.truncated());
        result.put("contents", contents(listing));
        List<Map<String, Object>> prefixes = new ArrayList<>();
        for (String prefix : listing.commonPrefixes()) {
            prefixes.add(Map.of("prefix", listing.text(prefix)));
        }
        result.put("commonPrefixes", prefixes);
        return result;
    }

    private static List<Map<String, Object>> contents(Listing listing) {
        List<Map<String, Object>> contents = new ArrayList<>();
        for (ServedObject object : listing.contents()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("key", listing.text(object.key()));
            entry.put("lastModified", object.lastModified().truncatedTo(ChronoUnit.SECONDS) + "");
            entry.put("eTag", '"' + object.etag() + '"');
            entry.put("size", object.size());
            if (listing.request().fetchOwner()) {
                entry.put("owner", Map.of("displayName", "s3logkit", "id", "s3logkit"));
            }
            entry.put("storageClass", "STANDARD");
            contents.add(entry);
        }
        return contents;
    }
}
