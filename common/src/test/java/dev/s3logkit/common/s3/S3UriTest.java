package dev.s3logkit.common.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class S3UriTest {

    @ParameterizedTest
    @CsvSource({
        "s3://bucket, bucket, ''",
        "s3://bucket/, bucket, ''",
        "s3://bucket/key, bucket, key",
        "s3://bucket/a/b/, bucket, a/b/",
        "s3://bucket//key, bucket, /key",
        "s3://bucket/a//b, bucket, a//b",
        "s3://bucket/a?b=c#d, bucket, a?b=c#d",
        "s3://bucket/a%20b+c, bucket, a%20b+c",
        "s3://bucket/../x, bucket, ../x",
        "s3://bucket/s3://other/key, bucket, s3://other/key",
        "s3://Old_Bucket.name-1/k, Old_Bucket.name-1, k",
    })
    void takesKeysAsTheyStand(String text, String bucket, String key) {
        assertThat(S3Uri.parse(text)).isEqualTo(new S3Uri(bucket, key));
        assertThat(S3Uri.parse(S3Uri.parse(text).toString())).isEqualTo(new S3Uri(bucket, key));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bucket/key",
                "S3://bucket/key",
                "s3:/bucket/key",
                "https://bucket/key",
                " s3://bucket/key",
                "s3://",
                "s3:///key",
                "s3://ab/key",
                "s3://buck et/key",
                "s3://bucket:9000/key",
                "s3://user@bucket/key",
                "s3://bucket\\key",
                "s3://bücket/key",
                "s3://bucket\n/key",
                "s3://bucket?x/key",
            })
    void refusesWhatNamesNoBucket(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> S3Uri.parse(text))
                .withMessageContaining("expected");
    }

    @Test
    void boundsBucketAndKeyByTheirLength() {
        assertThat(new S3Uri("b".repeat(63), "k".repeat(1024)).key()).hasSize(1024);
        assertThat(new S3Uri("abc", "é".repeat(512)).key()).hasSize(512);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new S3Uri("b".repeat(64), "k"))
                .withMessageContaining("3 to 63");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new S3Uri("abc", "é".repeat(513)))
                .withMessageContaining("1026 bytes");
    }

    @Test
    void refusesAKeyThatWouldBeSentAsAnother() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new S3Uri("abc", "half \uD83D pair"))
                .withMessageContaining("UTF-8");
        assertThat(new S3Uri("abc", "whole \uD83D\uDE00 pair").key()).endsWith("pair");
    }

    @Test
    void appendsToTheKey() {
        assertThat(S3Uri.parse("s3://bucket/a").append("/b"))
                .isEqualTo(S3Uri.parse("s3://bucket/a/b"));
    }
}
