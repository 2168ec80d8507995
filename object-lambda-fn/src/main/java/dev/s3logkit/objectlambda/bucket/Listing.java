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
        XmlText xml = XmlText.document(1024 + 400 * keyCount()).root("ListBucketResult");
        xml.element("Name", bucket).element("Prefix", text(request.prefix()));
        if (request.version() == 1) {
            xml.element("Marker", text(request.after()));
            // S3 tells it only where the last key of the page cannot be taken for it.
            if (nextMarker != null && !request.delimiter().isEmpty()) {
                xml.element("NextMarker", text(nextMarker));
            }
        } else {
            continuation(xml);
        }
        xml.element("MaxKeys", Integer.toString(request.maxKeys()));
        if (!request.delimiter().isEmpty()) {
            xml.element("Delimiter", text(request.delimiter()));
        }
        if (request.urlEncoded()) {
            xml.element("EncodingType", "url");
        }
        xml.element("IsTruncated", Boolean.toString(truncated));
        contents.forEach(object -> contents(xml, object));
        for (String prefix : commonPrefixes) {
            xml.open("CommonPrefixes").element("Prefix", text(prefix)).close("CommonPrefixes");
        }
        return xml.close("ListBucketResult").toString();
    }

    private void continuation(XmlText xml) {
        if (!request.after().isEmpty()) {
            xml.element("StartAfter", text(request.after()));
        }
        String token = request.continuationToken();
        if (token != null) {
            xml.element("ContinuationToken", token);
        }
        if (nextToken != null) {
            xml.element("NextContinuationToken", nextToken);
        }
        xml.element("KeyCount", Integer.toString(keyCount()));
    }

    private void contents(XmlText xml, ServedObject object) {
        xml.open("Contents")
                .element("Key", text(object.key()))
                .element("LastModified", HttpDate.xml(object.lastModified()))
                .element("ETag", '"' + object.etag() + '"')
                .element("Size", Long.toString(object.size()));
        if (request.fetchOwner()) {
            xml.open("Owner").element("ID", VirtualBucket.OWNER).close("Owner");
        }
        xml.element("StorageClass", "STANDARD").close("Contents");
    }

    /// A key, prefix or delimiter in the spelling that the request wants.
    public String text(String text) {
        return request.urlEncoded() ? PercentEncoding.encode(text) : text;
    }
}
