package dev.s3logkit.rollup;

import dev.s3logkit.common.aws.AwsSettings;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.S3ObjectStore;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/// The stores of the roles that tasks ask for, each kept as long as its credentials last. Safe for
/// use by several threads.
public final class RoleStores implements AutoCloseable {

    /// What credentials have to last at least: longer than any invocation.
    private static final Duration LEFT = Duration.ofMinutes(20);

    private static final String SESSION = "s3logkit-rollup";

    /// @param expires or null when it never does
    private record Entry(ObjectStore store, @Nullable Instant expires) {}

    private final Map<String, String> environment;
    private final Function<Map<String, String>, ObjectStore> open;
    private final Clock clock;
    private final Map<String, Entry> stores = new HashMap<>();

    /// Stores in the region and with the settings that these variables name.
    public RoleStores(Map<String, String> environment) {
        this(environment, S3ObjectStore::create, Clock.systemUTC());
    }

    RoleStores(
            Map<String, String> environment,
            Function<Map<String, String>, ObjectStore> open,
            Clock clock) {
        this.environment = Map.copyOf(environment);
        this.open = open;
        this.clock = clock;
    }

    /// The store of a role, or with null the one of our own credentials. It stays open until this
    /// is closed.
    ///
    /// @throws IOException when the role cannot be assumed
    public synchronized ObjectStore of(@Nullable String role) throws IOException {
        String key = role == null ? "" : role;
        Entry entry = stores.get(key);
        if (entry == null
                || (entry.expires != null && clock.instant().plus(LEFT).isAfter(entry.expires))) {
            Entry opened = role == null ? new Entry(open.apply(environment), null) : assume(role);
            if (entry != null) {
                entry.store.close();
            }
            stores.put(key, opened);
            return opened.store;
        }
        return entry.store;
    }

    private Entry assume(String role) throws IOException {
        try (StsClient sts = sts()) {
            Credentials credentials =
                    sts.assumeRole(assume -> assume.roleArn(role).roleSessionName(SESSION))
                            .credentials();
            Map<String, String> variables = new HashMap<>(environment);
            variables.put("AWS_ACCESS_KEY_ID", credentials.accessKeyId());
            variables.put("AWS_SECRET_ACCESS_KEY", credentials.secretAccessKey());
            variables.put("AWS_SESSION_TOKEN", credentials.sessionToken());
            return new Entry(open.apply(variables), credentials.expiration());
        } catch (SdkException e) {
            throw new IOException("role " + role + " cannot be assumed: " + e.getMessage(), e);
        }
    }

    private StsClient sts() {
        return AwsSettings.of(environment, "STS")
                .apply(StsClient.builder())
                .httpClientBuilder(Apache5HttpClient.builder())
                .build();
    }

    @Override
    public synchronized void close() {
        stores.values().forEach(entry -> entry.store.close());
        stores.clear();
    }
}
