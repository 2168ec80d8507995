package dev.s3logkit.aggregator.transform;

import dev.s3logkit.common.s3.CreateOptions;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.ObjectWriter;
import dev.s3logkit.common.s3.PutOutcome;
import dev.s3logkit.common.s3.S3Uri;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/// Writes output files to S3, each put conditionally.
///
/// @param prefix bucket and the start of every key
/// @param storageClass S3's name of it
/// @param partSize bytes per part of a multipart upload
public record S3OutputTarget(ObjectStore store, S3Uri prefix, String storageClass, int partSize)
        implements OutputTarget {

    @Override
    public String name() {
        return prefix.toString();
    }

    @Override
    public Output create(String key, String contentType, Map<String, String> metadata)
            throws IOException {
        S3Uri uri = prefix.append(key);
        ObjectWriter writer =
                store.create(
                        uri,
                        new CreateOptions(contentType, storageClass, metadata, partSize, true));
        return new Output() {
            @Override
            public OutputStream stream() {
                return writer;
            }

            @Override
            public void commit() throws IOException {
                switch (writer.commit()) {
                    case PutOutcome.Created _ -> {}
                    case PutOutcome.AlreadyExists(var existing) -> {
                        Map<String, String> found = existing.metadata();
                        if (!found.equals(metadata)) {
                            throw new OutputExistsException(
                                    uri.toString(), found.toString(), metadata.toString());
                        }
                    }
                }
            }

            @Override
            public void close() throws IOException {
                writer.close();
            }
        };
    }
}
