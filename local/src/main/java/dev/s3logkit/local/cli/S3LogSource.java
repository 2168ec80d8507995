package dev.s3logkit.local.cli;

import dev.s3logkit.common.archive.browse.EdgeBytes;
import dev.s3logkit.common.archive.tar.TarReader;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.ObjectStream;
import dev.s3logkit.common.s3.S3ObjectStore;
import dev.s3logkit.common.s3.S3Source;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.local.logs.ArchiveLogSource;
import dev.s3logkit.local.logs.LogSource;
import dev.s3logkit.local.logs.TarballSource;
import java.io.IOException;
import java.util.Map;
import java.util.function.Supplier;

/// Log objects in S3: one object, or all below a prefix, in the order of their keys.
final class S3LogSource implements LogSource {

    private final Supplier<Map<String, String>> environment;

    /// @param environment says where S3 is; asked when an input is read
    S3LogSource(Supplier<Map<String, String>> environment) {
        this.environment = environment;
    }

    @Override
    public boolean accepts(String input) {
        return S3Uri.isS3(input);
    }

    @Override
    public void read(String input, Visitor visitor) throws IOException {
        S3Uri uri = S3Uri.parse(input);
        try (ObjectStore store = S3ObjectStore.create(environment.get())) {
            store.find(uri, object -> visit(store, object.uri(), visitor));
        }
    }

    private static void visit(ObjectStore store, S3Uri uri, Visitor visitor) throws IOException {
        if (ArchiveLogSource.isArchive(uri.key())) {
            EdgeBytes edges = EdgeBytes.of(uri.key());
            ArchiveLogSource.visit(S3Source.open(store, uri, edges.head(), edges.tail()), visitor);
            return;
        }
        try (ObjectStream in = store.open(uri)) {
            if (TarReader.isTarball(uri.key())) {
                TarballSource.visit(uri.toString(), in, visitor);
            } else {
                visitor.object(uri.toString(), in);
            }
        }
    }
}
