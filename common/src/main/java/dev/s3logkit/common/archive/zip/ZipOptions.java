package dev.s3logkit.common.archive.zip;

/// How an archive is written. Threads and memory change its speed, never its bytes.
///
/// @param method of every entry that it makes smaller; the others are stored
/// @param level of the method: 1 to 19 for zstd, 1 to 12 for deflate, of no meaning for store
/// @param threads that compress; at least 1
/// @param maxBytesInFlight of bodies and of what they become, handed in and not yet written out; at
///   least [#MIN_BYTES_IN_FLIGHT]
public record ZipOptions(ZipMethod method, int level, int threads, long maxBytesInFlight) {

    /// Room for two frames of a large entry.
    public static final long MIN_BYTES_IN_FLIGHT = 20 << 20;

    private static final long BYTES_IN_FLIGHT_PER_THREAD = 32L << 20;

    public ZipOptions {
        int highest =
                switch (method) {
                    case STORE -> Integer.MAX_VALUE;
                    case DEFLATE -> 12;
                    case ZSTD -> 19;
                };
        if (method != ZipMethod.STORE && (level < 1 || level > highest)) {
            throw new IllegalArgumentException(
                    "level of %s: %d, allowed 1 to %d".formatted(method, level, highest));
        }
        if (threads < 1 || maxBytesInFlight < MIN_BYTES_IN_FLIGHT) {
            throw new IllegalArgumentException(
                    "%d threads, %d bytes in flight".formatted(threads, maxBytesInFlight));
        }
    }

    /// The method at its usual level, on every processor. For zstd that is 1: of logs, whose ids
    /// are random, the next levels make nothing smaller and cost half as much again or twice.
    public static ZipOptions of(ZipMethod method) {
        int level =
                switch (method) {
                    case STORE -> 0;
                    case DEFLATE -> 6;
                    case ZSTD -> 1;
                };
        int threads = Runtime.getRuntime().availableProcessors();
        return new ZipOptions(method, level, threads, threads * BYTES_IN_FLIGHT_PER_THREAD);
    }

    /// The same at another level.
    public ZipOptions withLevel(int other) {
        return new ZipOptions(method, other, threads, maxBytesInFlight);
    }

    /// The same with another number of threads, and the memory that they want.
    public ZipOptions withThreads(int other) {
        return new ZipOptions(method, level, other, other * BYTES_IN_FLIGHT_PER_THREAD);
    }
}
