package dev.s3logkit.common.s3;

import dev.s3logkit.common.aws.AwsSettings;
import dev.s3logkit.common.aws.AwsVariables;
import dev.s3logkit.common.aws.Credentials;
import dev.s3logkit.common.config.Environment;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// S3 as the suite uses it: objects are read by requests that we sign and send ourselves, and all
/// else is done by the SDK, which is not even loaded before it is needed. The SDK reads, too, where
/// more is asked of a client than a GET: behind a proxy, with endpoints of a profile, of FIPS or of
/// dual stack, in adaptive retry mode, and of special buckets.
public final class S3ObjectStore implements ObjectStore {

    /// Waiting for S3 is what costs time with small objects, not the CPU.
    static final int DEFAULT_CONNECTIONS = 64;

    private static final String CLIENT = "S3LOGKIT_S3_CLIENT";

    private final Map<String, String> variables;
    private final int maxConnections;
    private final RequestCounter counter = new RequestCounter();
    private final @Nullable SignedGets signed;
    private final ObjectReads reads;
    private @Nullable SdkObjectStore sdk;
    private boolean closed;

    private S3ObjectStore(Map<String, String> variables, int maxConnections) {
        this.variables = Map.copyOf(variables);
        this.maxConnections = maxConnections;
        this.signed = signed();
        this.reads = new ObjectReads(this::get, this::head);
    }

    /// Our own client, or null when only the SDK can read.
    private @Nullable SignedGets signed() {
        AwsVariables aws = AwsVariables.of(variables, "S3");
        String region =
                aws.region() == null ? AwsSettings.of(variables, "S3").region().id() : aws.region();
        boolean own = Environment.of(variables).oneOf(CLIENT, "own", "own", "sdk").equals("own");
        if (!own || SdkOnly.isNeeded(aws, variables)) {
            return null;
        }
        return S3Hosts.of(aws.endpoint(), region)
                .map(
                        hosts ->
                                new SignedGets(
                                        hosts,
                                        region,
                                        keys(aws),
                                        aws.attempts(),
                                        maxConnections,
                                        counter))
                .orElse(null);
    }

    private SignedGets.Keys keys(AwsVariables aws) {
        Credentials keys = aws.credentials();
        return keys == null
                ? new SdkCredentials(AwsSettings.of(variables, "S3").credentials())
                : () -> keys;
    }

    /// As [#create(Map, int)] with 64 connections.
    public static S3ObjectStore create(Map<String, String> environment) {
        return create(environment, DEFAULT_CONNECTIONS);
    }

    /// A store for the account, region and endpoint that the usual AWS variables name, see
    /// [AwsVariables], with path style at an endpoint of its own. `S3LOGKIT_S3_CLIENT=sdk` leaves
    /// the reading to the SDK, too. Connections are made when they are needed.
    ///
    /// @param maxConnections requests and open bodies at once; who wants more waits for one
    /// @throws dev.s3logkit.common.config.ConfigException when a variable cannot be used
    public static S3ObjectStore create(Map<String, String> environment, int maxConnections) {
        return new S3ObjectStore(environment, maxConnections);
    }

    private ObjectStream get(S3Uri uri, @Nullable ByteRange range, @Nullable String ifMatch)
            throws IOException {
        ObjectGets gets = signed != null && signed.canRead(uri) ? signed : sdk().gets();
        return gets.get(uri, range, ifMatch);
    }

    private synchronized SdkObjectStore sdk() {
        if (sdk == null) {
            if (closed) {
                throw new IllegalStateException("the store is closed");
            }
            sdk = new SdkObjectStore(SdkClients.client(variables, maxConnections), counter);
        }
        return sdk;
    }

    @Override
    public ObjectStream open(S3Uri uri, @Nullable String ifMatch) throws IOException {
        return reads.open(uri, null, ifMatch);
    }

    @Override
    public ObjectStream openRange(S3Uri uri, ByteRange range, @Nullable String ifMatch)
            throws IOException {
        return reads.open(uri, range, ifMatch);
    }

    @Override
    public Optional<ObjectInfo> head(S3Uri uri) throws IOException {
        return sdk().head(uri);
    }

    @Override
    public void list(S3Uri prefix, Visitor visitor) throws IOException {
        sdk().list(prefix, visitor);
    }

    @Override
    public ObjectWriter create(S3Uri uri, CreateOptions options) {
        return sdk().create(uri, options);
    }

    @Override
    public DeleteOutcome delete(S3Uri uri, @Nullable String ifMatch) throws IOException {
        return sdk().delete(uri, ifMatch);
    }

    @Override
    public List<DeleteOutcome> delete(List<Deletion> objects) throws IOException {
        return sdk().delete(objects);
    }

    @Override
    public Optional<String> region(String bucket) throws IOException {
        return sdk().region(bucket);
    }

    @Override
    public RequestCounts requests() {
        return counter.counts();
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (signed != null) {
            signed.close();
        }
        if (sdk != null) {
            sdk.close();
            sdk = null;
        }
    }
}
