package dev.s3logkit.local.s3.awssdk;

import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.ObjectStoreContract;
import dev.s3logkit.common.s3.S3ObjectStore;
import dev.s3logkit.local.fault.Faults;
import dev.s3logkit.local.s3.store.EmbeddedStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// The library's S3 path against the embedded S3.
class EmbeddedObjectStoreTest extends ObjectStoreContract {

    @TempDir Path folder;
    private S3Server server;
    private ObjectStore store;

    @BeforeEach
    void start() throws IOException {
        EmbeddedStore objects = EmbeddedStore.inFolder(folder, change -> {});
        objects.createBucket(bucket());
        server = S3Server.start(objects, "us-east-1", 0, Faults.none());
        store =
                S3ObjectStore.create(
                        Map.of(
                                "AWS_ENDPOINT_URL_S3", server.endpoint().toString(),
                                "AWS_REGION", "us-east-1",
                                "AWS_ACCESS_KEY_ID", "local",
                                "AWS_SECRET_ACCESS_KEY", "local",
                                "S3LOGKIT_S3_CLIENT", client()));
    }

    /// What reads objects.
    String client() {
        return "own";
    }

    @AfterEach
    void stop() throws IOException {
        store.close();
        server.close();
    }

    @Override
    protected ObjectStore store() {
        return store;
    }

    @Override
    protected String bucket() {
        return "contract";
    }
}
