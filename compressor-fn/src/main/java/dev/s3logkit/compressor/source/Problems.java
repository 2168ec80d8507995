package dev.s3logkit.compressor.source;

import dev.s3logkit.compressor.failure.CompressorException;
import dev.s3logkit.compressor.failure.SourcesArchivedException;
import dev.s3logkit.compressor.failure.SourcesUnusableException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// Everything that keeps objects from being archived, found before anything is written. Safe for
/// use by several threads.
final class Problems {

    /// Names that a message holds of each kind; a failure record of Lambda has room for no more.
    static final int NAMED = 1_000;

    /// Kinds of problems, the gravest first.
    enum Kind {
        BUCKET("buckets cannot be read"),
        DENIED("objects may not be read"),
        MISSING("objects or prefixes are not there"),
        REFUSED("objects are the output or the manifest of this very run"),
        COLLISION("pairs of objects would have the same entry name without the bucket in it"),
        ARCHIVED("objects are archived and have to be restored first");

        private final String sentence;

        Kind(String sentence) {
            this.sentence = sentence;
        }
    }

    /// The first names in their order, and how many there are.
    private static final class Named {
        private final SortedSet<String> names = new TreeSet<>();
        private long count;
    }

    private final Map<Kind, Named> found = new EnumMap<>(Kind.class);

    /// Notes a problem.
    ///
    /// @param what an object, a prefix or a bucket, each once; with the reason in parentheses
    synchronized void add(Kind kind, String what) {
        Named named = found.computeIfAbsent(kind, _ -> new Named());
        named.count++;
        named.names.add(what);
        if (named.names.size() > NAMED) {
            named.names.removeLast();
        }
    }

    /// The exception to throw, or empty when there is no problem.
    synchronized Optional<CompressorException> exception() {
        if (found.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder("nothing was written:");
        found.forEach(
                (kind, named) -> {
                    text.append(" %,d %s: ".formatted(named.count, kind.sentence));
                    text.append(String.join(", ", named.names));
                    long more = named.count - named.names.size();
                    text.append(more > 0 ? " and %,d more;".formatted(more) : ";");
                });
        text.setLength(text.length() - 1);
        boolean onlyArchived = found.size() == 1 && found.containsKey(Kind.ARCHIVED);
        return Optional.of(
                onlyArchived
                        ? new SourcesArchivedException(text.toString())
                        : new SourcesUnusableException(text.toString()));
    }
}
