package dev.s3logkit.aggregator.staging;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Names of the folders that keep source buckets apart.
public final class Scope {

    /// The scope of all source buckets together, and of rejects, which name no bucket.
    public static final String ALL_BUCKETS = "ALLBUCKETS";

    private static final String PREFIX = "bucket.";
    private static final int MAX_LENGTH = 200;

    private Scope() {}

    /// A folder name for one source bucket: what cannot stand in one becomes `%XX`, and a name too
    /// long for one is cut and ends in its hash.
    public static String ofBucket(String bucket) {
        StringBuilder name = new StringBuilder(PREFIX);
        for (byte b : bucket.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = b > 0 && Character.isLetterOrDigit(b);
            if (plain || b == '-' || b == '_' || b == '.') {
                name.append((char) b);
            } else {
                name.append('%').append(String.format("%02X", b & 0xFF));
            }
        }
        if (name.length() > MAX_LENGTH) {
            byte[] digest = SourceId.sha256().digest(bucket.getBytes(StandardCharsets.UTF_8));
            name.setLength(MAX_LENGTH);
            name.append('%').append(HexFormat.of().formatHex(digest, 0, 8));
        }
        return name.toString();
    }

    /// The scope for people and output names: the bucket without the prefix.
    public static String label(String scope) {
        return scope.startsWith(PREFIX) ? scope.substring(PREFIX.length()) : scope;
    }
}
