package dev.s3logkit.errorreport;

import dev.s3logkit.common.s3.CreateOptions;
import dev.s3logkit.common.s3.ObjectInfo;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.ObjectWriter;
import dev.s3logkit.common.s3.PutOutcome;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.errorreport.extract.LogObject;
import java.io.IOException;
import java.util.Map;

/// Writes the rejects of `…/key` to `prefix/key.jsonl`, once.
final class S3RejectKeeper implements RejectKeeper {

    private static final int MAX_KEY_BYTES = 1_024;

    private final ObjectStore store;
    private final S3Uri prefix;

    S3RejectKeeper(ObjectStore store, S3Uri prefix) {
        this.store = store;
        this.prefix = prefix;
    }

    @Override
    public void keep(LogObject log, byte[] jsonLines) throws IOException {
        String key = prefix.key() + S3Uri.parse(log.name()).key() + ".jsonl";
        if (key.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > MAX_KEY_BYTES) {
            throw new IOException("%s: no room for the rejects' key %s".formatted(log.name(), key));
        }
        CreateOptions options =
                new CreateOptions(
                        "application/x-ndjson",
                        ObjectInfo.STANDARD,
                        Map.of(),
                        CreateOptions.MIN_PART_SIZE,
                        true);
        try (ObjectWriter out = store.create(new S3Uri(prefix.bucket(), key), options)) {
            out.write(jsonLines, 0, jsonLines.length);
            PutOutcome _ = out.commit();
        }
    }
}
