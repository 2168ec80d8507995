package dev.s3logkit.local.logs;

import dev.s3logkit.common.accesslog.AccessLogGenerator;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One run of `logs generate`.
final class GenerateRun {

    /// By which the number of lines is guessed from a size, to spread their times.
    private static final long MEAN_LINE_BYTES = 700;

    private final Streams streams;
    private final long seed;
    private final Instant from;
    private final Duration span;
    private final boolean traps;

    GenerateRun(Streams streams, long seed, Instant from, Duration span, boolean traps) {
        this.streams = streams;
        this.seed = seed;
        this.from = from;
        this.span = span;
        this.traps = traps;
    }

    /// Writes the lines.
    ///
    /// @param lines or else `bytes` is given
    /// @return the exit code
    int run(@Nullable Long lines, @Nullable Long bytes) {
        long count = lines != null ? lines : Math.max(1, size(bytes) / MEAN_LINE_BYTES);
        AccessLogGenerator generator = new AccessLogGenerator(seed, from, span, count, traps);
        try {
            if (lines != null) {
                generator.writeLines(streams.out(), lines);
            } else {
                generator.writeBytes(streams.out(), size(bytes));
            }
            streams.out().flush();
            return 0;
        } catch (IOException e) {
            return streams.failed(new OutputFailure("standard output", e));
        }
    }

    private static long size(@Nullable Long bytes) {
        return bytes == null ? 0 : bytes;
    }
}
