package dev.s3logkit.common.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InMemoryObjectStoreTest extends ObjectStoreContract {

    private static final String BUCKET = "a-bucket";
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.987Z");

    private final InMemoryObjectStore store =
            new InMemoryObjectStore(Clock.fixed(NOW, ZoneOffset.UTC), BUCKET);

    @Override
    protected ObjectStore store() {
        return store;
    }

    @Override
    protected String bucket() {
        return BUCKET;
    }

    @Test
    void datesObjectsInWholeSecondsAndTagsThemByMd5() throws IOException {
        S3Uri uri = new S3Uri(BUCKET, "k");
        ObjectInfo info = store.put(uri, new byte[0]);
        assertThat(info.lastModified()).isEqualTo("2026-03-01T12:00:00Z");
        assertThat(info.etag()).isEqualTo("d41d8cd98f00b204e9800998ecf8427e");
        assertThat(store.keys(BUCKET)).containsExactly("k");
        store.delete(uri);
        assertThat(store.keys(BUCKET)).isEmpty();
    }

    @Test
    void ownsItsContent() throws IOException {
        S3Uri uri = new S3Uri(BUCKET, "k");
        byte[] content = {1, 2};
        store.put(uri, content, Instant.EPOCH, Map.of("a", "b"));
        content[0] = 9;
        store.content(uri)[1] = 9;
        assertThat(store.content(uri)).containsExactly(1, 2);
    }
}
