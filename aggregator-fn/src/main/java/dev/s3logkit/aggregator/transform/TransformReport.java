package dev.s3logkit.aggregator.transform;

import java.util.LinkedHashMap;
import java.util.Map;

/// What one run of the transformer did. Lines read of new sources = emitted + duplicates; the rest
/// of what was read belonged to sources that were counted before.
public final class TransformReport {

    private long groups;
    private long waiting;
    private long held;
    private long failed;
    private long sets;
    private long fragments;
    private long sources;
    private long repeatedSources;
    private long records;
    private long rejects;
    private long duplicates;
    private long bytes;
    private long outputs;

    void groupTaken() {
        groups++;
    }

    void groupWaits() {
        waiting++;
    }

    void groupHeld() {
        held++;
    }

    void groupFailed() {
        failed++;
    }

    void set(int fragmentCount, long newSources, long repeated) {
        sets++;
        fragments += fragmentCount;
        sources += newSources;
        repeatedSources += repeated;
    }

    void emitted(long recordLines, long rejectLines, long repeatedLines, long byteCount) {
        records += recordLines;
        rejects += rejectLines;
        duplicates += repeatedLines;
        bytes += byteCount;
    }

    void outputs(int count) {
        outputs += count;
    }

    /// Groups that still wait for quiet.
    public long waiting() {
        return waiting;
    }

    /// Groups that failed; their fragments are all there.
    public long failed() {
        return failed;
    }

    /// Sets finished.
    public long sets() {
        return sets;
    }

    /// Record lines written.
    public long records() {
        return records;
    }

    /// Reject lines written.
    public long rejects() {
        return rejects;
    }

    /// Equal lines left out.
    public long duplicates() {
        return duplicates;
    }

    /// Output files written.
    public long outputs() {
        return outputs;
    }

    /// Every count by its name, for the log line and `--json`.
    public Map<String, Long> counts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("groups_taken", groups);
        counts.put("groups_waiting", waiting);
        counts.put("groups_held_by_others", held);
        counts.put("groups_failed", failed);
        counts.put("sets", sets);
        counts.put("fragments", fragments);
        counts.put("sources", sources);
        counts.put("sources_repeated", repeatedSources);
        counts.put("records", records);
        counts.put("rejects", rejects);
        counts.put("duplicates", duplicates);
        counts.put("bytes", bytes);
        counts.put("output_files", outputs);
        return counts;
    }
}
