package dev.s3logkit.errorreport.run;

import dev.s3logkit.common.LimitExceededException;
import dev.s3logkit.common.s3.CreateOptions;
import dev.s3logkit.common.s3.ObjectInfo;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.ObjectStream;
import dev.s3logkit.common.s3.ObjectWriter;
import dev.s3logkit.common.s3.PutOutcome;
import dev.s3logkit.common.s3.S3Uri;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// Objects that fit in memory.
final class SmallObjects {

    /// Far above what a run writes.
    private static final int MAX_SIZE = 64 << 20;

    private static final int TRIES = 5;
    private static final String WINDOW_END = "window-end";

    private final ObjectStore store;

    SmallObjects(ObjectStore store) {
        this.store = store;
    }

    byte[] read(S3Uri uri) throws IOException {
        try (ObjectStream in = store.open(uri)) {
            if (in.info().size() > MAX_SIZE) {
                throw new LimitExceededException(uri + ": size", in.info().size(), MAX_SIZE);
            }
            return in.readAllBytes();
        }
    }

    /// Writes an object unless it is there.
    void create(S3Uri uri, String contentType, byte[] content) throws IOException {
        put(uri, contentType, content, Map.of(), true);
    }

    /// Puts an object in place of what is there, unless that is of a later window.
    ///
    /// @return false when it is
    boolean replace(S3Uri uri, String contentType, byte[] content, Instant windowEnd)
            throws IOException {
        Map<String, String> metadata = Map.of(WINDOW_END, windowEnd.toString());
        for (int i = 0; i < TRIES; i++) {
            Optional<ObjectInfo> there = store.head(uri);
            if (there.isEmpty()) {
                if (put(uri, contentType, content, metadata, true)) {
                    return true;
                }
            } else {
                String end = there.get().metadata().getOrDefault(WINDOW_END, "");
                if (!end.isEmpty() && Instant.parse(end).isAfter(windowEnd)) {
                    return false;
                }
                try (ObjectWriter out = store.create(uri, options(contentType, metadata, false))) {
                    out.write(content);
                    if (out.replace(there.get().etag()).isPresent()) {
                        return true;
                    }
                }
            }
        }
        throw new IOException(
                uri + ": it changed at each of %d tries to replace it".formatted(TRIES));
    }

    private boolean put(
            S3Uri uri,
            String contentType,
            byte[] content,
            Map<String, String> metadata,
            boolean ifAbsent)
            throws IOException {
        try (ObjectWriter out = store.create(uri, options(contentType, metadata, ifAbsent))) {
            out.write(content);
            return switch (out.commit()) {
                case PutOutcome.Created _ -> true;
                case PutOutcome.AlreadyExists _ -> false;
            };
        }
    }

    private static CreateOptions options(
            String contentType, Map<String, String> metadata, boolean ifAbsent) {
        return new CreateOptions(
                contentType, ObjectInfo.STANDARD, metadata, CreateOptions.MIN_PART_SIZE, ifAbsent);
    }
}
