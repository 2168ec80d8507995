package dev.s3logkit.orchestrator.scan;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.s3logkit.common.inventory.InventoryRow;
import dev.s3logkit.common.inventory.InventorySink;
import dev.s3logkit.common.keylayout.LogKey;
import java.io.IOException;

/// Finds the kind of each row of one file, counts it, and hands the wanted ones on.
final class Classifier implements InventorySink {

    /// Of a rejected line.
    private static final int MAX_TEXT_BYTES = 4 << 10;

    private final boolean byLogDate;
    private final int day;
    private final RowTarget target;
    private final Tally tally;
    private final int file;
    private final String fileName;
    private final KnownFolders folders;
    private final LogKey where = new LogKey();
    private long rows;

    /// Whether the target only counts, so that keys need not be decoded again and again.
    private boolean countsOnly;

    /// @param folders known to this target
    Classifier(
            Selection selection,
            RowTarget target,
            KnownFolders folders,
            Tally tally,
            int file,
            String fileName) {
        this.byLogDate = selection.field() == Selection.DateField.LOG_DATE;
        this.day = selection.day();
        this.target = target;
        this.folders = folders;
        this.tally = tally;
        this.file = file;
        this.fileName = fileName;
    }

    @Override
    public boolean wants(InventoryRow row) {
        rows++;
        if (row.deleteMarker()) {
            tally.add(RowKind.DELETE_MARKER, 0);
        } else if (!row.latest()) {
            tally.add(RowKind.OLD_VERSION, row.size());
        } else if (!byLogDate && row.modifiedDay() != day) {
            tally.add(RowKind.OTHER_DATE, row.size());
        } else {
            return !isKnown(row);
        }
        return false;
    }

    private boolean isKnown(InventoryRow row) {
        int group =
                countsOnly
                        ? folders.find(row.writtenKey(), row.writtenKeyFrom(), row.writtenKeyTo())
                        : RowTarget.EVERY_ROW;
        if (group < 0) {
            return false;
        }
        tally.add(RowKind.SELECTED, row.size());
        target.again(group, row.size());
        return true;
    }

    @Override
    public void row(InventoryRow row) throws IOException {
        RowKind kind = kind(row);
        tally.add(kind, row.size());
        if (kind == RowKind.SELECTED) {
            int group = target.selected(row, where);
            if (countsOnly && where.byFolders()) {
                folders.learn(group);
            }
            countsOnly = group >= 0;
        } else if (kind.reported() && tally.wantsExample(kind)) {
            String key = new String(row.key(), row.keyFrom(), row.keyTo() - row.keyFrom(), UTF_8);
            String bucket =
                    new String(
                            row.bucket(),
                            row.bucketFrom(),
                            row.bucketTo() - row.bucketFrom(),
                            UTF_8);
            tally.addExample(kind, file, rows, "s3://" + bucket + "/" + key);
        }
    }

    private RowKind kind(InventoryRow row) {
        byte[] key = row.key();
        if (key[row.keyTo() - 1] == '/') {
            return RowKind.FOLDER;
        }
        if (breaksLines(key, row.keyFrom(), row.keyTo())) {
            return RowKind.LINE_BREAK;
        }
        where.read(key, row.keyFrom(), row.keyTo(), byLogDate);
        if (byLogDate && where.day() != day) {
            return where.day() == 0 ? RowKind.NO_DATE : RowKind.OTHER_DATE;
        }
        return where.hasAccount() && where.hasRegion() ? RowKind.SELECTED : RowKind.UNKNOWN;
    }

    private static boolean breaksLines(byte[] key, int from, int to) {
        for (int i = from; i < to; i++) {
            byte c = key[i];
            if (c <= '\r' && (c == '\n' || c == '\r' || c == 0)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void rejected(byte[] buffer, int from, int to, long lineNumber, String reason)
            throws IOException {
        rows++;
        tally.add(RowKind.REJECTED, 0);
        String text = new String(buffer, from, Math.min(to - from, MAX_TEXT_BYTES), UTF_8);
        Reject reject = new Reject(fileName, lineNumber, reason, text);
        if (tally.wantsExample(RowKind.REJECTED)) {
            tally.addExample(
                    RowKind.REJECTED,
                    file,
                    rows,
                    "%s line %d: %s".formatted(fileName, lineNumber, reason));
        }
        target.rejected(file, reject);
    }
}
