package dev.s3logkit.orchestrator.dispatch;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.common.s3.ObjectInfo;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.ObjectStream;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.orchestrator.plan.PlanNames;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// What a function's failure destination has written to a bucket: one record for each event that
/// was given up (AWS Lambda Developer Guide, "Capturing records of Lambda asynchronous
/// invocations").
public final class FailureRecords {

    private static final String FOLDER = "aws/lambda/async/";

    /// An event has at most 1 MiB, and so has an answer.
    private static final int MAX_BYTES = 4 << 20;

    private FailureRecords() {}

    /// When the compressor failed last for each manifest of a date.
    ///
    /// @param function name or ARN of the compressor
    /// @param since records that are older are not looked at
    public static Map<S3Uri, Instant> read(
            ObjectStore store, PlanNames names, String function, Instant since) throws IOException {
        Map<S3Uri, Instant> failures = new HashMap<>();
        String folder = names.folder().toString();
        S3Uri records = new S3Uri(names.folder().bucket(), FOLDER + name(function) + "/");
        store.list(
                records,
                record -> {
                    if (record.lastModified().isBefore(since)) {
                        return;
                    }
                    String manifest = manifest(store, record);
                    if (manifest.startsWith(folder)) {
                        failures.merge(
                                S3Uri.parse(manifest),
                                record.lastModified(),
                                (a, b) -> a.isAfter(b) ? a : b);
                    }
                });
        return failures;
    }

    /// `NAME` of `arn:aws:lambda:region:account:function:NAME` with or without a version.
    private static String name(String function) {
        String[] parts = function.split(":", -1);
        return parts.length < 7 ? function : parts[6];
    }

    /// The manifest that the event named, or nothing for what is no such record.
    private static String manifest(ObjectStore store, ObjectInfo record) throws IOException {
        byte[] json;
        try (ObjectStream in = store.open(record.uri())) {
            json = in.readNBytes(MAX_BYTES);
        }
        try {
            return JSON.std.mapFrom(json).get("requestPayload") instanceof Map<?, ?> event
                            && event.get("input_s3_manifest_url") instanceof String manifest
                    ? manifest
                    : "";
        } catch (JacksonException e) {
            return "";
        }
    }
}
