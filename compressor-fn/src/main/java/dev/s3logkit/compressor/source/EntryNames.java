package dev.s3logkit.compressor.source;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Whether the entries of an archive can be told apart by their names.
final class EntryNames {

    private EntryNames() {}

    /// The objects that would have the same entry name, as sentences; only objects with the same
    /// key in two buckets can, when the bucket is not part of the name.
    static List<String> collisions(SourceList sources) {
        List<String> collisions = new ArrayList<>();
        if (sources.buckets().size() < 2) {
            return collisions;
        }
        Integer[] byKey = IntStream.range(0, sources.count()).boxed().toArray(Integer[]::new);
        Arrays.sort(byKey, (a, b) -> Arrays.compareUnsigned(sources.key(a), sources.key(b)));
        for (int i = 1; i < byKey.length; i++) {
            if (Arrays.equals(sources.key(byKey[i - 1]), sources.key(byKey[i]))) {
                collisions.add(sources.uri(byKey[i - 1]) + " and " + sources.uri(byKey[i]));
            }
        }
        return collisions;
    }
}
