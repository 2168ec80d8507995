package dev.s3logkit.compressor.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.s3logkit.common.s3.ObjectInfo;
import dev.s3logkit.common.s3.S3Uri;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SourceListTest {

    private static final Instant TIME = Instant.parse("2026-02-06T10:11:12Z");

    private static ObjectInfo info(S3Uri uri, long size) {
        return new ObjectInfo(uri, size, "etag-" + size, TIME.plusSeconds(size), Map.of());
    }

    @Test
    void keepsEachObjectOnceInTheOrderInWhichItCameFirst() {
        Random random = new Random(7);
        SourceList list = new SourceList();
        Set<S3Uri> expected = new LinkedHashSet<>();
        for (int i = 0; i < 50_000; i++) {
            S3Uri uri =
                    new S3Uri(
                            "bucket-" + random.nextInt(3),
                            "ä/%d/%s"
                                    .formatted(
                                            random.nextInt(10_000),
                                            "x".repeat(random.nextInt(40))));
            int index = list.add(uri);
            expected.add(uri);
            assertThat(index).isLessThan(expected.size());
        }
        List<S3Uri> found = new ArrayList<>();
        for (int i = 0; i < list.count(); i++) {
            found.add(list.uri(i));
            assertThat(list.add(list.uri(i))).isEqualTo(i);
        }
        assertThat(found).containsExactlyElementsOf(expected);
    }

    @Test
    void keepsWhatIsSaidOfObjects() {
        SourceList list = new SourceList();
        for (int i = 0; i < 3_000; i++) {
            list.add(new S3Uri("bucket", "key-" + i));
        }
        for (int i = 2_999; i >= 0; i--) {
            assertThat(list.size(i)).isEqualTo(SourceList.UNKNOWN);
            list.describe(i, info(list.uri(i), i * 3_000_000_000L));
        }
        for (int i = 0; i < 3_000; i++) {
            assertThat(list.info(i))
                    .isEqualTo(info(new S3Uri("bucket", "key-" + i), i * 3_000_000_000L));
        }
    }

    @Test
    void tellsWhenNothingWasSaid() {
        SourceList list = new SourceList();
        list.add(new S3Uri("bucket", "key"));
        assertThatThrownBy(() -> list.info(0)).hasMessage("s3://bucket/key was not looked up");
    }

    @Test
    void ordersAsS3Lists() {
        SourceList list = new SourceList();
        for (String key : List.of("b", "a/é", "a", "\ud83d\ude00", "\uffff", "a/b")) {
            list.add(new S3Uri("bucket", key));
        }
        List<Integer> sorted = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5));
        sorted.sort(list::compare);
        assertThat(sorted.stream().map(i -> list.uri(i).key()))
                .containsExactly("a", "a/b", "a/é", "b", "\uffff", "\ud83d\ude00");
    }

    @Test
    void namesCollideOnlyWithoutTheirBuckets() {
        SourceList list = new SourceList();
        list.add(new S3Uri("one", "a"));
        list.add(new S3Uri("one", "b"));
        assertThat(EntryNames.collisions(list)).isEmpty();
        list.add(new S3Uri("two", "b"));
        list.add(new S3Uri("two", "c"));
        assertThat(EntryNames.collisions(list)).containsExactly("s3://one/b and s3://two/b");
    }
}
