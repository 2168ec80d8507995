package dev.s3logkit.local.s3.awssdk;

import dev.s3logkit.local.fault.Faults;
import dev.s3logkit.local.s3.store.EmbeddedStore;
import java.io.IOException;
import java.net.URI;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;

/// The embedded S3 over HTTP on the loopback address, path style, any credentials.
public final class S3Server implements AutoCloseable {

    /// The largest object of a single PUT: 5 GiB.
    private static final long MAX_PUT_BYTES = 5L << 30;

    private final S3Proxy proxy;

    private S3Server(S3Proxy proxy) {
        this.proxy = proxy;
    }

    /// Starts to serve the store.
    ///
    /// @param port 0 for any that is free
    /// @throws IOException when the port is taken
    public static S3Server start(EmbeddedStore store, String region, int port, Faults faults)
            throws IOException {
        // Without authentication keys with '//' work, which the check of a signature would refuse.
        S3Proxy proxy =
                S3Proxy.builder()
                        .blobStore(
                                new FaultyBlobStore(new EmbeddedBlobStore(store, region), faults))
                        .endpoint(URI.create("http://127.0.0.1:" + port))
                        .awsAuthentication(AuthenticationType.NONE, null, null)
                        .ignoreUnknownHeaders(true)
                        .maxSinglePartObjectSize(MAX_PUT_BYTES)
                        .stopTimeout(0)
                        .build();
        try {
            proxy.start();
        } catch (Exception e) {
            throw new IOException("S3 cannot start on port " + port + ": " + e.getMessage(), e);
        }
        return new S3Server(proxy);
    }

    /// Where clients find it; by address, so that they put the bucket into the path.
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + proxy.getPort());
    }

    /// Stops to serve; requests under way are cut off.
    @Override
    public void close() throws IOException {
        try {
            proxy.stop();
        } catch (Exception e) {
            throw new IOException("S3 cannot be stopped: " + e.getMessage(), e);
        }
    }
}
