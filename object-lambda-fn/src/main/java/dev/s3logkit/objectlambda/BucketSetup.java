package dev.s3logkit.objectlambda;

import dev.s3logkit.common.config.ConfigException;
import dev.s3logkit.common.config.Environment;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.objectlambda.archives.ArchiveSettings;
import dev.s3logkit.objectlambda.archives.FailureLog;
import dev.s3logkit.objectlambda.archives.OpenArchives;
import dev.s3logkit.objectlambda.bucket.VirtualBucket;
import dev.s3logkit.objectlambda.mapping.MappingLine;
import dev.s3logkit.objectlambda.mapping.VirtualMap;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Makes the virtual bucket that the environment describes: `S3ARCHIVEFS_PREFIX_VMAP1` to `20`,
/// `S3ARCHIVEFS_PREFIX_VMAP_EXT_FILE`, `S3ARCHIVEFS_CACHE_DIR`, `S3ARCHIVEFS_CACHE_CHUNK_SIZE` and
/// the others of docs/configuration.md.
public final class BucketSetup {

    private static final String MAPPING = "S3ARCHIVEFS_PREFIX_VMAP";
    private static final String MAPPING_FILE = "S3ARCHIVEFS_PREFIX_VMAP_EXT_FILE";
    private static final int NUMBERED = 20;

    /// A line for each of 100,000 archives.
    private static final int MAX_MAPPING_FILE = 64 << 20;

    private BucketSetup() {}

    /// Makes the bucket; no archive is opened yet.
    ///
    /// @param name of the bucket
    /// @param store stays open
    /// @param log takes failures of archives
    /// @throws ConfigException when a variable is wrong; a bad mapping is named
    /// @throws IOException when the file with mappings cannot be read
    public static VirtualBucket open(
            String name, Map<String, String> environment, ObjectStore store, FailureLog log)
            throws IOException {
        return open(name, environment, List.of(), store, log);
    }

    /// As [#open(String, Map, ObjectStore, FailureLog)], with further mappings.
    ///
    /// @param more beside those of the environment
    /// @throws ConfigException when a variable or a mapping is wrong
    /// @throws IOException when the file with mappings cannot be read
    public static VirtualBucket open(
            String name,
            Map<String, String> environment,
            List<MappingLine> more,
            ObjectStore store,
            FailureLog log)
            throws IOException {
        Environment variables = Environment.of(environment);
        List<MappingLine> lines = new ArrayList<>(more);
        lines.addAll(mappings(variables, store));
        return new VirtualBucket(
                name,
                variables.text("AWS_REGION", variables.text("AWS_DEFAULT_REGION", "us-east-1")),
                VirtualMap.of(lines),
                new OpenArchives(store, ArchiveSettings.of(variables)),
                log);
    }

    private static List<MappingLine> mappings(Environment variables, ObjectStore store)
            throws IOException {
        List<MappingLine> lines = new ArrayList<>();
        for (int i = 1; i <= NUMBERED; i++) {
            String line = variables.text(MAPPING + i);
            if (line != null) {
                lines.add(new MappingLine(MAPPING + i, line));
            }
        }
        String file = variables.text(MAPPING_FILE);
        if (file != null) {
            String text = read(file, store);
            int number = 0;
            for (String line : text.lines().toList()) {
                lines.add(new MappingLine("%s, line %d".formatted(file, ++number), line));
            }
        }
        return lines;
    }

    private static String read(String file, ObjectStore store) throws IOException {
        try (InputStream in =
                S3Uri.isS3(file)
                        ? store.open(S3Uri.parse(file))
                        : Files.newInputStream(Path.of(file))) {
            byte[] bytes = in.readNBytes(MAX_MAPPING_FILE + 1);
            if (bytes.length > MAX_MAPPING_FILE) {
                throw new ConfigException(
                        MAPPING_FILE,
                        file,
                        "a file of at most %d bytes".formatted(MAX_MAPPING_FILE));
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(MAPPING_FILE, file, "a path or an s3:// URL", e);
        }
    }
}
