package dev.s3logkit.common.s3;

import dev.s3logkit.common.s3.http.Endpoint;
import dev.s3logkit.common.s3.http.SigV4Signer;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which host answers for a bucket, and under which path, as far as that follows from the region
/// alone. What needs more than a host name or another signature is left to the SDK.
final class S3Hosts {

    /// The regions of the partitions `aws`, `aws-us-gov` and `aws-cn`.
    private static final Pattern REGION =
            Pattern.compile("(af|ap|ca|cn|eu|il|me|mx|sa|us)(-gov)?-[a-z]+-\\d");

    /// A bucket that can stand in front of a host name and is covered by its certificate.
    private static final Pattern LABEL = Pattern.compile("[a-z0-9][a-z0-9-]*[a-z0-9]");

    private final @Nullable Endpoint own;
    private final String root;
    private final String host;

    private S3Hosts(@Nullable Endpoint own, String root, String host) {
        this.own = own;
        this.root = root;
        this.host = host;
    }

    /// The hosts of a region or of an endpoint, or empty when only the SDK knows them.
    ///
    /// @param endpoint addressed in path style; null for AWS's own
    static Optional<S3Hosts> of(@Nullable URI endpoint, String region) {
        if (endpoint != null) {
            String path = endpoint.getRawPath() == null ? "" : endpoint.getRawPath();
            String root = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
            return endpoint.getRawQuery() == null && endpoint.getRawUserInfo() == null
                    ? Optional.of(new S3Hosts(Endpoint.of(endpoint), root, ""))
                    : Optional.empty();
        }
        if (!REGION.matcher(region).matches()) {
            return Optional.empty();
        }
        String suffix = region.startsWith("cn-") ? ".amazonaws.com.cn" : ".amazonaws.com";
        return Optional.of(new S3Hosts(null, "", "s3." + region + suffix));
    }

    /// Whether a plain signed GET to [#endpoint(S3Uri)] reads the object: not of buckets that are
    /// addressed or signed in another way (directory buckets, Object Lambda and multi-Region access
    /// points, access points on Outposts).
    boolean isPlain(S3Uri uri) {
        String bucket = uri.bucket();
        boolean special =
                (bucket.endsWith("-s3") && bucket.contains("--")) || bucket.endsWith(".mrap");
        return !uri.key().isEmpty() && !special;
    }

    Endpoint endpoint(S3Uri uri) {
        if (own != null) {
            return own;
        }
        return Endpoint.https(isLabel(uri) ? uri.bucket() + "." + host : host);
    }

    /// The encoded path of the object on its endpoint.
    String path(S3Uri uri) {
        boolean inHost = own == null && isLabel(uri);
        return root
                + SigV4Signer.encodedPath(
                        inHost ? "/" + uri.key() : "/" + uri.bucket() + "/" + uri.key());
    }

    private static boolean isLabel(S3Uri uri) {
        return LABEL.matcher(uri.bucket()).matches();
    }
}
