package dev.s3logkit.local.compress;

import dev.s3logkit.common.s3.ByteRange;
import dev.s3logkit.common.s3.CreateOptions;
import dev.s3logkit.common.s3.DeleteOutcome;
import dev.s3logkit.common.s3.Deletion;
import dev.s3logkit.common.s3.ObjectInfo;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.ObjectStream;
import dev.s3logkit.common.s3.ObjectWriter;
import dev.s3logkit.common.s3.PutOutcome;
import dev.s3logkit.common.s3.RequestCounts;
import dev.s3logkit.common.s3.S3ObjectStore;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.compressor.Compressor;
import dev.s3logkit.compressor.RunResult;
import dev.s3logkit.compressor.archive.Watcher;
import dev.s3logkit.compressor.event.CompressorEvent;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The process that [KillTest] kills: archives and deletes, and prints a byte at each request, so
/// that it can be killed anywhere.
public final class KilledRun {

    private KilledRun() {}

    public static void main(String[] args) throws IOException {
        try (ObjectStore store =
                new Telling(
                        S3ObjectStore.create(
                                Map.of(
                                        "AWS_ENDPOINT_URL_S3",
                                        args[0],
                                        "AWS_ACCESS_KEY_ID",
                                        "local",
                                        "AWS_SECRET_ACCESS_KEY",
                                        "local")))) {
            Compressor compressor = new Compressor(store, null, Watcher.NONE);
            CompressorEvent event =
                    CompressorEvent.parse(
                                    Map.of(
                                            "input_s3_manifest_url",
                                            args[1],
                                            "output_s3_url",
                                            args[2],
                                            "delete_source_files",
                                            true,
                                            "max_workers",
                                            8))
                            .event();
            RunResult made = compressor.run(event, () -> true);
            compressor.run(made.next().orElseThrow(), () -> true);
        }
    }

    /// Prints a byte before and after each request.
    private record Telling(ObjectStore store) implements ObjectStore {

        private static synchronized void tell() {
            System.out.write(1);
            System.out.flush();
        }

        @Override
        public ObjectStream open(S3Uri uri, @Nullable String ifMatch) throws IOException {
            tell();
            return store.open(uri, ifMatch);
        }

        @Override
        public ObjectStream openRange(S3Uri uri, ByteRange range, @Nullable String ifMatch)
                throws IOException {
            tell();
            return store.openRange(uri, range, ifMatch);
        }

        @Override
        public Optional<ObjectInfo> head(S3Uri uri) throws IOException {
            tell();
            return store.head(uri);
        }

        @Override
        public void list(S3Uri prefix, Visitor visitor) throws IOException {
            tell();
            store.list(prefix, visitor);
        }

        @Override
        public ObjectWriter create(S3Uri uri, CreateOptions options) throws IOException {
            ObjectWriter writer = store.create(uri, options);
            return new ObjectWriter() {
                @Override
                public PutOutcome commit() throws IOException {
                    tell();
                    PutOutcome outcome = writer.commit();
                    tell();
                    return outcome;
                }

                @Override
                public Optional<String> replace(String ifMatch) throws IOException {
                    tell();
                    Optional<String> etag = writer.replace(ifMatch);
                    tell();
                    return etag;
                }

                @Override
                public void finish(byte[] head) throws IOException {
                    tell();
                    writer.finish(head);
                }

                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    tell();
                    writer.write(bytes, offset, length);
                }

                @Override
                public void close() throws IOException {
                    writer.close();
                }
            };
        }

        @Override
        public DeleteOutcome delete(S3Uri uri, @Nullable String ifMatch) throws IOException {
            tell();
            return store.delete(uri, ifMatch);
        }

        @Override
        public List<DeleteOutcome> delete(List<Deletion> objects) throws IOException {
            tell();
            List<DeleteOutcome> outcomes = store.delete(objects);
            tell();
            return outcomes;
        }

        @Override
        public Optional<String> region(String bucket) throws IOException {
            return store.region(bucket);
        }

        @Override
        public RequestCounts requests() {
            return store.requests();
        }

        @Override
        public void close() {
            store.close();
        }
    }
}
