package dev.s3logkit.local.archive;

import dev.s3logkit.common.archive.browse.Archive;
import dev.s3logkit.common.archive.browse.Archives;
import dev.s3logkit.common.archive.browse.EdgeBytes;
import dev.s3logkit.common.io.FileSource;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.RequestCounts;
import dev.s3logkit.common.s3.S3ObjectStore;
import dev.s3logkit.common.s3.S3Source;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.local.logs.Progress;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The archive that a command is about: a file, or an object in S3.
final class ArchiveInput implements AutoCloseable {

    private final ArchiveContext context;
    private final @Nullable ObjectStore store;
    private final Archive archive;

    private ArchiveInput(ArchiveContext context, @Nullable ObjectStore store, Archive archive) {
        this.context = context;
        this.store = store;
        this.archive = archive;
    }

    /// Opens what an argument names: an `s3://` URL or a path.
    static ArchiveInput open(ArchiveContext context, String argument) throws IOException {
        if (!S3Uri.isS3(argument)) {
            return new ArchiveInput(context, null, Archives.open(file(argument)));
        }
        S3Uri uri = S3Uri.parse(argument);
        if (uri.key().isEmpty() || uri.key().endsWith("/")) {
            throw new IOException(argument + ": a prefix, and no archive");
        }
        ObjectStore store = S3ObjectStore.create(context.environment().get());
        try {
            EdgeBytes edges = EdgeBytes.of(uri.key());
            S3Source source = S3Source.open(store, uri, edges.head(), edges.tail());
            return new ArchiveInput(context, store, Archives.open(source));
        } catch (Throwable e) {
            store.close();
            throw e;
        }
    }

    private static FileSource file(String argument) throws IOException {
        Path path = Path.of(argument);
        if (!Files.exists(path)) {
            throw new NoSuchFileException(argument);
        }
        if (Files.isDirectory(path)) {
            throw new FileSystemException(argument + ": a folder, and no archive");
        }
        return FileSource.open(path);
    }

    Archive archive() {
        return archive;
    }

    /// Tells with `-v` what was read.
    @Override
    public void close() throws IOException {
        archive.close();
        ObjectStore objects = store;
        RequestCounts requests = objects == null ? null : objects.requests();
        if (objects != null) {
            objects.close();
        }
        if (context.verbose().getAsBoolean()) {
            String cost =
                    requests == null
                            ? ""
                            : "; %d requests, %s read"
                                    .formatted(
                                            requests.get() + requests.head() + requests.list(),
                                            Progress.size(requests.bytesRead()));
            context.streams().err().println(archive.name() + ": " + archive.format() + cost);
        }
    }
}
