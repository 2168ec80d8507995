package dev.s3logkit.compressor;

import dev.s3logkit.common.s3.RequestCounts;
import dev.s3logkit.compressor.event.CompressorEvent.Delete;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What a run came to.
///
/// @param answer the JSON object of the response, as nested maps
/// @param counts for the log line
/// @param requests that it took
/// @param next what has to be done afterwards by a run of its own
public record RunResult(
        Map<String, Object> answer,
        Map<String, Long> counts,
        RequestCounts requests,
        Optional<Delete> next) {

    /// Makes an answer in the order in which its fields are given.
    static final class Builder {

        private final Map<String, Object> answer = new LinkedHashMap<>();
        private final Map<String, Object> times = new LinkedHashMap<>();
        private final Map<String, Object> data = new LinkedHashMap<>();
        private final Map<String, Long> counts = new LinkedHashMap<>();
        private final long started = System.nanoTime();
        private long lap = started;
        private Optional<Delete> next = Optional.empty();

        Builder field(String name, Object value) {
            answer.put(name, value);
            return this;
        }

        /// The time since the last call.
        Builder time(String name) {
            long now = System.nanoTime();
            times.put(name, seconds(now - lap));
            lap = now;
            return this;
        }

        /// A time that was measured, part of the one before.
        Builder time(String name, long nanos) {
            times.put(name, seconds(nanos));
            return this;
        }

        /// A number of the answer, which the log line has, too.
        Builder count(String name, long value) {
            data.put(name, value);
            counts.put(name, value);
            return this;
        }

        Builder data(String name, Object value) {
            data.put(name, value);
            return this;
        }

        Builder next(Delete event) {
            next = Optional.of(event);
            return this;
        }

        /// @param requests that the run took
        RunResult build(RequestCounts requests) {
            Map<String, Object> allTimes = new LinkedHashMap<>();
            allTimes.put("total_runtime", seconds(System.nanoTime() - started));
            allTimes.putAll(times);
            Map<String, Object> metrics = new LinkedHashMap<>();
            metrics.put("time", allTimes);
            metrics.put("data", data);
            answer.put("metrics", metrics);
            answer.put("requests", map(requests));
            answer.put("estimated_cost_usd", requests.estimatedCostUsd());
            return new RunResult(answer, counts, requests, next);
        }

        private static Map<String, Object> map(RequestCounts requests) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("get", requests.get());
            map.put("head", requests.head());
            map.put("list", requests.list());
            map.put("put", requests.put());
            map.put("delete", requests.delete());
            map.put("bytes_read", requests.bytesRead());
            map.put("bytes_written", requests.bytesWritten());
            return map;
        }

        private static String seconds(long nanos) {
            return String.format(Locale.ROOT, "%.4fs", nanos / 1e9);
        }
    }
}
