package dev.s3logkit.local.aggregate;

import dev.s3logkit.aggregator.AggregatorConfig;
import dev.s3logkit.aggregator.FileLogSource;
import dev.s3logkit.aggregator.LegacyFiles;
import dev.s3logkit.aggregator.LogSource;
import dev.s3logkit.aggregator.S3LogSource;
import dev.s3logkit.aggregator.staging.StagingLayout;
import dev.s3logkit.aggregator.transform.OwnOutputs;
import dev.s3logkit.common.archive.tar.TarReader;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.S3Uri;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds what the arguments of `aggregate` name.
final class AggregateInputs {

    private final AggregatorConfig config;
    private final Supplier<ObjectStore> store;
    private final @Nullable S3Uri original;

    /// Receives the sources one by one, so that a listing of any length fits in memory.
    @FunctionalInterface
    interface Sink {
        /// Takes one source.
        ///
        /// @param size bytes, before decompression
        void source(LogSource source, long size) throws IOException;
    }

    /// Finds inputs for these settings.
    ///
    /// @param store made when the first `s3://` URL is met
    /// @param original where the files were objects: a prefix, or null
    AggregateInputs(
            AggregatorConfig config, Supplier<ObjectStore> store, @Nullable S3Uri original) {
        this.config = config;
        this.store = store;
        this.original = original;
    }

    /// Finds the sources of one argument.
    ///
    /// @throws IOException names what is not there
    void find(String input, Sink sink) throws IOException {
        if (S3Uri.isS3(input)) {
            objects(S3Uri.parse(input), sink);
            return;
        }
        Path path = Path.of(input);
        if (!Files.exists(path)) {
            throw new FileNotFoundException(
                    "%s: no such file or folder (looked for %s)"
                            .formatted(input, path.toAbsolutePath()));
        }
        files(path, sink);
    }

    private void objects(S3Uri uri, Sink sink) throws IOException {
        ObjectStore objects = store.get();
        objects.find(
                uri,
                object -> {
                    S3Uri found = object.uri();
                    // Our own outputs are passed over unless they are asked for by their key.
                    boolean log =
                            found.equals(uri)
                                    || !OwnOutputs.isOwn(found.key())
                                    || TarReader.isTarball(found.key());
                    if (log && !found.key().endsWith("/")) {
                        sink.source(new S3LogSource(objects, found), object.size());
                    }
                });
    }

    private void files(Path path, Sink sink) throws IOException {
        Path staging = config.layout().root().toAbsolutePath().normalize();
        if (path.toAbsolutePath().normalize().startsWith(staging)) {
            for (FileLogSource source : LegacyFiles.find(List.of(path), config.legacySuffixes())) {
                sink.source(source, Files.size(source.path()));
            }
            return;
        }
        List<Path> files;
        try (Stream<Path> walk = Files.walk(path)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : files) {
            if (!isStaged(file, staging)) {
                sink.source(new FileLogSource(file, original(path, file)), Files.size(file));
            }
        }
    }

    private static boolean isStaged(Path file, Path staging) {
        Path absolute = file.toAbsolutePath().normalize();
        return absolute.startsWith(StagingLayout.fragmentsRoot(staging))
                || absolute.startsWith(StagingLayout.setsRoot(staging));
    }

    /// The key that a file had: its path below the argument, after the prefix. A tarball stands for
    /// the prefix that its entries had.
    private @Nullable S3Uri original(Path argument, Path file) {
        if (original == null) {
            return null;
        }
        Path below = Files.isDirectory(argument) ? argument.relativize(file) : file.getFileName();
        String key = below.toString().replace(File.separatorChar, '/');
        S3Uri uri = original.append(key);
        return TarReader.isTarball(key) ? S3LogSource.entryPrefix(uri) : uri;
    }
}
