package dev.s3logkit.orchestrator.scan;

import java.util.Locale;

/// What became of a row; every row that is read has one.
public enum RowKind {
    /// Goes into a manifest, unless it is there already.
    SELECTED(false),
    /// Is of another day.
    OTHER_DATE(false),
    /// Is a version that another one has replaced.
    OLD_VERSION(false),
    /// Is no object but the mark of a deletion.
    DELETE_MARKER(false),
    /// Ends in `/`: a compressor would take it for everything below.
    FOLDER(true),
    /// Has a line break, or a NUL: a manifest has one key on each line.
    LINE_BREAK(true),
    /// The key names no day, and days are taken from keys.
    NO_DATE(true),
    /// The key does not name both account and region.
    UNKNOWN(true),
    /// Is no row of an inventory.
    REJECTED(true);

    private final boolean reported;

    RowKind(boolean reported) {
        this.reported = reported;
    }

    /// Whether people should look at such rows, so that examples are kept.
    public boolean reported() {
        return reported;
    }

    /// The name in results and reports.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
