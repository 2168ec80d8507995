package dev.s3logkit.objectlambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.s3logkit.common.s3.RequestCounts;
import dev.s3logkit.objectlambda.fixture.SampleTree;
import dev.s3logkit.objectlambda.fixture.TestBucket;
import dev.s3logkit.objectlambda.fixture.Zips;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is warm in the picture that SnapStart takes.
class PrimingTest {

    @TempDir Path cache;

    @Test
    void opensEveryArchiveSoThatASmallFileTakesOneReadAfterwards() throws Exception {
        try (TestBucket archives =
                new TestBucket(cache)
                        .with("S3ARCHIVEFS_REVALIDATE_SECONDS", "3600")
                        .store("a.zip", Zips.of(SampleTree.files().objects()))
                        .map("2024", "a.zip")
                        .map("2025", "a.zip")) {
            Priming.register(archives.bucket()).warm();
            RequestCounts before = archives.store().requests();
            assertThat(archives.get("2025/a.txt").status()).isEqualTo(200);
            assertThat(archives.store().requests().since(before).get()).isLessThanOrEqualTo(1);
            assertThat(archives.store().requests().since(before).head()).isZero();
        }
    }

    @Test
    void isNotStoppedByAnArchiveThatIsMissing() throws Exception {
        try (TestBucket archives = new TestBucket(cache).map("2024", "gone.zip")) {
            Priming priming = Priming.register(archives.bucket());
            assertThatCode(priming::warm).doesNotThrowAnyException();
            assertThat(archives.failures()).isNotEmpty();
        }
    }
}
