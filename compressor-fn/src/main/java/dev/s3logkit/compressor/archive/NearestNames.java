package dev.s3logkit.compressor.archive;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.IntFunction;

/// Names that somebody may have meant: those that begin and end most like what was asked for, since
/// what people get wrong is a folder in front or a number in the middle.
final class NearestNames {

    private static final int SUGGESTED = 3;

    private NearestNames() {}

    private record Candidate(String name, int alike) {}

    /// The names most alike, the best first.
    ///
    /// @param names by their number, 0 to `count` - 1
    static List<String> of(String wanted, int count, IntFunction<String> names) {
        Comparator<Candidate> worstFirst =
                Comparator.comparingInt(Candidate::alike)
                        .thenComparing(Candidate::name, Comparator.reverseOrder());
        PriorityQueue<Candidate> best = new PriorityQueue<>(worstFirst);
        for (int i = 0; i < count; i++) {
            String name = names.apply(i);
            best.add(new Candidate(name, alike(wanted, name)));
            if (best.size() > SUGGESTED) {
                best.remove();
            }
        }
        return best.stream().sorted(worstFirst.reversed()).map(Candidate::name).toList();
    }

    /// Characters at the start and at the end that are the same, less those that only one has.
    private static int alike(String a, String b) {
        int shorter = Math.min(a.length(), b.length());
        int start = 0;
        while (start < shorter && a.charAt(start) == b.charAt(start)) {
            start++;
        }
        int end = 0;
        while (end < shorter - start
                && a.charAt(a.length() - 1 - end) == b.charAt(b.length() - 1 - end)) {
            end++;
        }
        return 2 * (start + end) - Math.max(a.length(), b.length());
    }
}
