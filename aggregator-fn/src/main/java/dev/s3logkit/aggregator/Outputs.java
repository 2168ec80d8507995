package dev.s3logkit.aggregator;

import dev.s3logkit.aggregator.transform.FolderOutputTarget;
import dev.s3logkit.aggregator.transform.OutputTarget;
import dev.s3logkit.aggregator.transform.S3OutputTarget;
import dev.s3logkit.aggregator.transform.Transformer;
import dev.s3logkit.common.config.ConfigException;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.S3Uri;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where the transformer writes to, as the configuration says.
public final class Outputs {

    private Outputs() {}

    /// A target in S3.
    ///
    /// @param bucket or null for the configured one
    /// @param prefix or null for the configured one; a slash is added when it lacks one
    /// @throws ConfigException when neither names a bucket
    public static OutputTarget s3(
            AggregatorConfig config,
            ObjectStore store,
            @Nullable String bucket,
            @Nullable String prefix) {
        String name = bucket == null ? config.outputBucket() : bucket;
        if (name == null) {
            throw new ConfigException(
                    "S3LOGS_TRANSFORM_OUTPUT_BUCKET",
                    "",
                    "the name of a bucket, here or as \"bucket\" in the event");
        }
        String start = prefix == null ? config.outputPrefix() : asFolder(prefix);
        return new S3OutputTarget(
                store, new S3Uri(name, start), config.storageClass(), config.partSize());
    }

    /// The start of keys as a folder: empty, or ending in a slash.
    static String asFolder(String prefix) {
        return prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
    }

    /// A transformer that writes to `target` and keeps the copies that the configuration asks for.
    public static Transformer transformer(
            AggregatorConfig config, OutputTarget target, Clock clock) {
        List<OutputTarget> targets = new ArrayList<>(List.of(target));
        if (config.keptOutputs() != null) {
            targets.add(new FolderOutputTarget(config.keptOutputs()));
        }
        List<OutputTarget> archives =
                config.archive() == null
                        ? List.of()
                        : List.of(new FolderOutputTarget(config.archive()));
        return new Transformer(config.transform(), targets, archives, clock);
    }
}
