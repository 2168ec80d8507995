package dev.s3logkit.orchestrator.plan;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.s3logkit.common.sort.LineSorter;
import java.io.IOException;
import java.util.Arrays;

/// Cuts sorted records into manifests: at the end of a group, and where a limit is reached. Leaves
/// out what earlier plans have, and what is there twice. Used once.
final class ManifestCutter implements LineSorter.Consumer {

    private final PlanLimits limits;
    private final ManifestSink sink;

    private byte[] group = new byte[64];
    private int groupLength = -1;
    private byte[] text = new byte[1 << 11];
    private int textLength = -1;

    /// The number of the manifest at hand, or of the last one there was.
    private int number;

    private long objectsHere;
    private long bytesHere;

    private long groups;
    private long parts;
    private long objects;
    private long bytes;
    private long alreadyPlanned;
    private long duplicates;
    private boolean groupCounted;
    private boolean textIsPlanned;

    ManifestCutter(PlanLimits limits, ManifestSink sink) {
        this.limits = limits;
        this.sink = sink;
    }

    @Override
    public void accept(byte[] record, int from, int to) throws IOException {
        int groupEnd = PlanRecord.groupEnd(record, from);
        int textFrom = groupEnd + 1;
        int textTo = PlanRecord.textEnd(to);
        switch (PlanRecord.kind(record, to)) {
            case PlanRecord.REJECT -> sink.reject(record, textFrom + PlanRecord.PLACE, textTo);
            case PlanRecord.LAST_PART -> {
                enter(record, from, groupEnd);
                number = Math.max(number, (int) PlanRecord.value(record, to));
            }
            case PlanRecord.PLANNED -> {
                enter(record, from, groupEnd);
                remember(record, textFrom, textTo);
                textIsPlanned = true;
            }
            case PlanRecord.OBJECT -> {
                enter(record, from, groupEnd);
                if (isRemembered(record, textFrom, textTo)) {
                    alreadyPlanned += textIsPlanned ? 1 : 0;
                    duplicates += textIsPlanned ? 0 : 1;
                } else {
                    remember(record, textFrom, textTo);
                    textIsPlanned = false;
                    object(record, textFrom, textTo, PlanRecord.value(record, to));
                }
            }
            default -> throw new IllegalStateException("a record of unknown kind");
        }
    }

    private void object(byte[] record, int from, int to, long size) throws IOException {
        boolean full = objectsHere == limits.objects() || size > limits.bytes() - bytesHere;
        if (full && objectsHere > 0) {
            endManifest();
        }
        if (objectsHere == 0) {
            number++;
        }
        groups += groupCounted ? 0 : 1;
        groupCounted = true;
        objectsHere++;
        bytesHere += size;
        sink.object(record, from, to, size);
    }

    /// To be called after the last record.
    PlanTotals end() throws IOException {
        endManifest();
        return new PlanTotals(groups, parts, objects, bytes, alreadyPlanned, duplicates);
    }

    private void enter(byte[] record, int from, int to) throws IOException {
        if (to - from == groupLength && Arrays.equals(group, 0, groupLength, record, from, to)) {
            return;
        }
        endManifest();
        groupLength = to - from;
        group = group.length < groupLength ? new byte[2 * groupLength] : group;
        System.arraycopy(record, from, group, 0, groupLength);
        groupCounted = false;
        number = 0;
        textLength = -1;
    }

    private void endManifest() throws IOException {
        if (objectsHere > 0) {
            sink.manifestEnds(new String(group, 0, groupLength, US_ASCII), number);
            parts++;
            objects += objectsHere;
            bytes += bytesHere;
        }
        objectsHere = 0;
        bytesHere = 0;
    }

    private boolean isRemembered(byte[] record, int from, int to) {
        return to - from == textLength && Arrays.equals(text, 0, textLength, record, from, to);
    }

    private void remember(byte[] record, int from, int to) {
        textLength = to - from;
        text = text.length < textLength ? new byte[2 * textLength] : text;
        System.arraycopy(record, from, text, 0, textLength);
    }
}
