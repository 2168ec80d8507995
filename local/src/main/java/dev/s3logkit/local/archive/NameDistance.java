package dev.s3logkit.local.archive;

import java.util.Arrays;
import java.util.Locale;

/// How different two names are.
final class NameDistance {

    /// Longer names are too long to be mistyped.
    private static final int MAX_LENGTH = 256;

    private NameDistance() {}

    /// The number of characters that have to be put in, left out or changed (Levenshtein), letters
    /// of both cases being the same; 0 also when `typed` is the start of the name.
    static int of(String typed, String name) {
        String a = typed.toLowerCase(Locale.ROOT);
        String b = name.toLowerCase(Locale.ROOT);
        if (!a.isEmpty() && b.startsWith(a)) {
            return 0;
        }
        if (a.length() > MAX_LENGTH || b.length() > MAX_LENGTH) {
            return Integer.MAX_VALUE;
        }
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
