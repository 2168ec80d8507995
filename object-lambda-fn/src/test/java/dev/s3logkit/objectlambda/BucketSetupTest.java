package dev.s3logkit.objectlambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.s3logkit.common.config.ConfigException;
import dev.s3logkit.common.config.Environment;
import dev.s3logkit.common.s3.InMemoryObjectStore;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.objectlambda.archives.ArchiveSettings;
import dev.s3logkit.objectlambda.bucket.VirtualBucket;
import dev.s3logkit.objectlambda.mapping.Mapping;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BucketSetupTest {

    private static final String LINES = "# more\n\nb|s3://bucket/b.zip\r\nc/d|s3://bucket/c.zip\n";

    @TempDir private Path folder;
    private final InMemoryObjectStore store = new InMemoryObjectStore("bucket");

    private VirtualBucket open(Map<String, String> environment) throws Exception {
        return BucketSetup.open("archives", environment, store, (archive, failure) -> {});
    }

    @Test
    void mappingsComeFromVariablesAndFromAFile() throws Exception {
        Path file = Files.writeString(folder.resolve("map"), LINES);
        store.put(new S3Uri("bucket", "lists/map"), LINES.getBytes(UTF_8));
        for (String name : new String[] {file.toString(), "s3://bucket/lists/map"}) {
            try (VirtualBucket bucket =
                    open(
                            Map.of(
                                    "S3ARCHIVEFS_PREFIX_VMAP1", "a|s3://bucket/a.zip",
                                    "S3ARCHIVEFS_PREFIX_VMAP20", "z|s3://bucket/z.zip",
                                    "S3ARCHIVEFS_PREFIX_VMAP_EXT_FILE", name))) {
                assertThat(bucket.map().mappings())
                        .extracting(Mapping::prefix)
                        .containsExactly("a/", "b/", "c/d/", "z/");
            }
        }
    }

    @Test
    void aBadLineOfAFileIsNamedWithItsNumber() throws Exception {
        Path file = Files.writeString(folder.resolve("map"), LINES + "oops\n");
        assertThatThrownBy(() -> open(Map.of("S3ARCHIVEFS_PREFIX_VMAP_EXT_FILE", "" + file)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(file + ", line 5")
                .hasMessageContaining("'oops'");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        Path file = folder.resolve("none");
        assertThatThrownBy(() -> open(Map.of("S3ARCHIVEFS_PREFIX_VMAP_EXT_FILE", "" + file)))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("none");
        assertThatThrownBy(() -> open(Map.of("S3ARCHIVEFS_PREFIX_VMAP_EXT_FILE", "s3://x/y")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("S3ARCHIVEFS_PREFIX_VMAP_EXT_FILE");
    }

    @ParameterizedTest
    @CsvSource({"1, 4096", "4096, 4096", "5000, 4096", "200000, 131072", "999999999, 16777216"})
    void theSizeOfChunksIsRoundedDownToAPowerOfTwo(String size, int chunk) {
        assertThat(
                        ArchiveSettings.of(
                                        Environment.of(
                                                Map.of("S3ARCHIVEFS_CACHE_CHUNK_SIZE", size)))
                                .chunkSize())
                .isEqualTo(chunk);
    }

    @ParameterizedTest
    @CsvSource({
        "S3ARCHIVEFS_CACHE_CHUNK_SIZE, 0",
        "S3ARCHIVEFS_CACHE_SIZE_MB, -1",
        "S3ARCHIVEFS_OPEN_ARCHIVES, 0",
        "S3ARCHIVEFS_REVALIDATE_SECONDS, often",
    })
    void aBadValueIsNamed(String variable, String value) {
        assertThatThrownBy(() -> open(Map.of(variable, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(variable)
                .hasMessageContaining(value);
    }
}
