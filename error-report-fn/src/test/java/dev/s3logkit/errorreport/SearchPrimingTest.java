package dev.s3logkit.errorreport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.s3logkit.common.s3.InMemoryObjectStore;
import dev.s3logkit.errorreport.search.S3LogFolder;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/// What is warm in the picture that SnapStart takes of the search.
class SearchPrimingTest {

    @Test
    void searchesRecordsOfBothKindsAndAsksTheBucketOnce() throws IOException {
        InMemoryObjectStore s3 = new InMemoryObjectStore("logs");

        long found = SearchPriming.register(new S3LogFolder(s3, "logs", "")).warm();

        assertThat(found).isEqualTo(160);
        assertThat(s3.requests().list()).isEqualTo(1);
        assertThat(s3.requests().get()).isZero();
    }

    @Test
    void isNotStoppedByABucketThatIsMissing() throws IOException {
        InMemoryObjectStore s3 = new InMemoryObjectStore("logs");

        assertThat(SearchPriming.register(new S3LogFolder(s3, "gone", "")).warm()).isEqualTo(160);
    }
}
