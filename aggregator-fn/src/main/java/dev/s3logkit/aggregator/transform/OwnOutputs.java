package dev.s3logkit.aggregator.transform;

import java.util.regex.Pattern;

/// The names by which this suite knows its own files in a log bucket.
public final class OwnOutputs {

    /// What the name of an emitted file of records has before its extension.
    static final String RECORDS = ".accesslog";

    /// What the name of an emitted file of rejects has before its extension.
    static final String REJECTS = ".rejects.jsonl";

    private static final Pattern NAME =
            Pattern.compile(
                    "(?s)(?:.*/)?(?:rollup-[^/]*\\.tgz|[^/]*rollup-\\d{4}-\\d{2}-\\d{2}-[^/]*\\.tgz|[^/]*\\.(?:tar\\.zst|parquet|zip)"
                            + "|[^/]*\\.(?:accesslog|rejects\\.jsonl)(?:-\\d+)?\\.(?:gz|zst))");

    private OwnOutputs() {}

    /// Whether an object of this key was made by the suite, so that it is no log to be parsed.
    public static boolean isOwn(String key) {
        return NAME.matcher(key).matches();
    }
}
