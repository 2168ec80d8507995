package dev.s3logkit.local.s3.awssdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.s3logkit.local.fault.Faults;
import dev.s3logkit.local.s3.store.EmbeddedStore;
import dev.s3logkit.local.s3.store.ObjectChange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

class FolderS3Test extends EmbeddedS3Contract {

    @Override
    EmbeddedStore store(Path folder, ObjectChange.Listener listener) throws IOException {
        return EmbeddedStore.inFolder(folder.resolve("s3"), listener);
    }

    @Test
    void findsItsObjectsAgainAfterARestart() throws IOException {
        s3.putObject(
                b -> b.bucket("bucket").key("a/ü").metadata(Map.of("k", "v")),
                RequestBody.fromString("first"));
        put("a/ü", "second");
        put("deleted", "x");
        s3.deleteObject(b -> b.bucket("bucket").key("deleted"));
        put("empty", "");
        HeadObjectResponse before = s3.headObject(b -> b.bucket("bucket").key("a/ü"));
        long sequencer = changes.getLast().sequencer();
        stop();

        EmbeddedStore store = store(folder, changes::add);
        server = S3Server.start(store, "eu-west-1", 0, Faults.none());
        s3 = TestClients.s3(server.endpoint());

        assertThat(s3.listObjectsV2(b -> b.bucket("bucket")).contents())
                .extracting(S3Object::key)
                .containsExactly("a/ü", "empty");
        HeadObjectResponse after = s3.headObject(b -> b.bucket("bucket").key("a/ü"));
        assertThat(after.eTag()).isEqualTo(before.eTag());
        assertThat(after.lastModified()).isEqualTo(before.lastModified());
        assertThat(get("a/ü")).asString().isEqualTo("second");
        assertThat(get("empty")).isEmpty();
        put("later", "");
        assertThat(changes.getLast().sequencer()).isGreaterThan(sequencer);
    }
}
