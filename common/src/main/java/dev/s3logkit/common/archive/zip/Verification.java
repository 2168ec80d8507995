package dev.s3logkit.common.archive.zip;

import java.util.List;

/// What came of reading every entry and holding it against the proof.
///
/// @param entries that were read
/// @param bytes of content that were right
/// @param differences the first [#MAX_DIFFERENCES] of them, in the order of the entries
/// @param differing entries that are not what the proof says
public record Verification(long entries, long bytes, List<Difference> differences, long differing) {

    /// How many are named; all are counted.
    public static final int MAX_DIFFERENCES = 1000;

    public Verification {
        differences = List.copyOf(differences);
    }

    /// Whether every entry is what the proof says.
    public boolean isWhole() {
        return differing == 0;
    }

    /// An entry that is not what the proof says.
    ///
    /// @param index in the directory
    /// @param problem what was found and what was expected
    public record Difference(int index, String name, String problem) {}
}
