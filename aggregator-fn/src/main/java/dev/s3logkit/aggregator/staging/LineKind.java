package dev.s3logkit.aggregator.staging;

/// What the lines of a fragment are.
public enum LineKind {
    /// Access-log lines, byte for byte.
    RECORDS("records"),
    /// Lines that do not read as a record, each as one line of JSON.
    REJECTS("rejects");

    private final String label;

    LineKind(String label) {
        this.label = label;
    }

    /// The name in file names and JSON.
    public String label() {
        return label;
    }

    static LineKind of(String label) {
        for (LineKind kind : values()) {
            if (kind.label.equals(label)) {
                return kind;
            }
        }
        throw new IllegalArgumentException(label);
    }
}
