package dev.s3logkit.objectlambda.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.s3logkit.common.config.ConfigException;
import dev.s3logkit.common.s3.S3Uri;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VirtualMapTest {

    private static VirtualMap map(String... lines) {
        List<MappingLine> all = new ArrayList<>();
        for (String line : lines) {
            all.add(new MappingLine("S3ARCHIVEFS_PREFIX_VMAP" + (all.size() + 1), line));
        }
        return VirtualMap.of(all);
    }

    @Test
    void theLongestPrefixWins() {
        VirtualMap map = map("a|s3://bucket/one", "a/b|s3://bucket/two", "|s3://bucket/all");
        assertThat(map.find("a/x").orElseThrow().archive().key()).isEqualTo("one");
        assertThat(map.find("a/b/x").orElseThrow().archive().key()).isEqualTo("two");
        assertThat(map.find("a/b").orElseThrow().archive().key()).isEqualTo("one");
        assertThat(map.find("ab/c").orElseThrow().archive().key()).isEqualTo("all");
        assertThat(map("a|s3://bucket/one").find("b")).isEmpty();
        assertThat(map("a|s3://bucket/one").find("a")).isEmpty();
    }

    @Test
    void whatDoesNotMatterIsPassedOver() {
        VirtualMap map =
                map("", "  ", "# a comment", " /a/b/|s3://bucket/k|x y ", "a/b|s3://bucket/k|x y");
        assertThat(map.mappings())
                .containsExactly(new Mapping("a/b/", new S3Uri("bucket", "k|x y")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a|",
                "a|b",
                "a|http://x/y",
                "a|s3://bucket",
                "a|s3://bucket/",
                "a|s3://bucket/folder/",
                "a|s3://x/y",
                "a s3://bucket/key",
                "../a|s3://bucket/key",
                "a/./b|s3://bucket/key"
            })
    void aBadLineIsNamed(String line) {
        assertThatThrownBy(() -> map("ok|s3://bucket/key", line))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("S3ARCHIVEFS_PREFIX_VMAP2")
                .hasMessageContaining("'" + line + "'");
    }

    @Test
    void twoArchivesBehindOnePrefixAreRefused() {
        assertThatThrownBy(() -> map("a|s3://bucket/one", "a/|s3://bucket/two"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("a/|s3://bucket/two")
                .hasMessageContaining("s3://bucket/one");
    }
}
