package dev.s3logkit.errorreport;

import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.ObjectStream;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.errorreport.rule.Rules;
import dev.s3logkit.errorreport.rule.RulesException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rules in force: those of a file in S3, read again every few minutes, or the bundled ones.
/// Safe for use by any number of threads.
public final class RulesSource {

    private static final Duration FRESH = Duration.ofMinutes(5);

    private static final int MAX_BYTES = 1 << 20;

    private final ObjectStore store;
    private final @Nullable S3Uri file;
    private final Clock clock;
    private @Nullable Rules rules;
    private Instant readAt = Instant.EPOCH;

    /// @param file null for the bundled rules
    public RulesSource(ObjectStore store, @Nullable S3Uri file, Clock clock) {
        this.store = store;
        this.file = file;
        this.clock = clock;
    }

    /// The rules.
    ///
    /// @throws RulesException when the file is wrong: names every line and field that is
    /// @throws dev.s3logkit.common.s3.NoSuchObjectException when there is no such file
    public synchronized Rules rules() throws IOException {
        Rules known = rules;
        if (known != null && clock.instant().isBefore(readAt.plus(FRESH))) {
            return known;
        }
        Rules read = file == null ? Rules.bundled() : read(file);
        rules = read;
        readAt = clock.instant();
        return read;
    }

    private Rules read(S3Uri uri) throws IOException {
        try (ObjectStream in = store.open(uri)) {
            if (in.length() > MAX_BYTES) {
                throw new RulesException(
                        uri.toString(),
                        List.of("%d bytes; at most %d".formatted(in.length(), MAX_BYTES)));
            }
            return Rules.parse(in.readAllBytes(), uri.toString());
        }
    }
}
