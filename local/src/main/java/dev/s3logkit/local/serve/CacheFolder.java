package dev.s3logkit.local.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where chunks of archives are kept while they are served: the folder of the environment, which
/// stays, or one of our own, which is removed at the end.
public final class CacheFolder implements AutoCloseable {

    private static final String VARIABLE = "S3ARCHIVEFS_CACHE_DIR";

    private final Map<String, String> variables;
    private final @Nullable Path own;

    private CacheFolder(Map<String, String> variables, @Nullable Path own) {
        this.variables = variables;
        this.own = own;
    }

    /// The folder that an environment names, or one that is made now.
    public static CacheFolder of(Map<String, String> environment) throws IOException {
        String named = environment.get(VARIABLE);
        if (named != null && !named.isEmpty()) {
            return new CacheFolder(Map.copyOf(environment), null);
        }
        Path own = Files.createTempDirectory("s3logkit-archives-");
        Map<String, String> variables = new HashMap<>(environment);
        variables.put(VARIABLE, own.toString());
        return new CacheFolder(Map.copyOf(variables), own);
    }

    /// The environment, which names the folder now.
    public Map<String, String> variables() {
        return variables;
    }

    @Override
    public void close() throws IOException {
        if (own == null) {
            return;
        }
        List<Path> files;
        try (Stream<Path> all = Files.walk(own)) {
            files = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}
