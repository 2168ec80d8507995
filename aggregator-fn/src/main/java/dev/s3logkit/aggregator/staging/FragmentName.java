package dev.s3logkit.aggregator.staging;

import java.time.DateTimeException;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The name of a fragment file: its partition, when it was made, and what makes it unique.
///
/// @param createdMillis milliseconds since 1970, by the clock of the process that made it
public record FragmentName(Partition partition, long createdMillis, String unique) {

    private static final Pattern FORM =
            Pattern.compile(
                    "(\\d{8}T\\d{6}Z)-(\\d{1,9})\\.(records|rejects)\\.(\\d{13})-([0-9a-f]{32})\\.frag\\.zst");

    /// What a fragment that is still being written ends in.
    static final String TEMPORARY = ".tmp";

    static FragmentName create(Partition partition, long nowMillis) {
        String unique = UUID.randomUUID().toString().replace("-", "");
        return new FragmentName(partition, nowMillis, unique);
    }

    /// Reads a file name; empty when it is no fragment's.
    static Optional<FragmentName> parse(String scope, String fileName) {
        Matcher m = FORM.matcher(fileName);
        if (!m.matches()) {
            return Optional.empty();
        }
        try {
            Partition partition =
                    new Partition(
                            scope,
                            Partition.parseStamp(m.group(1)),
                            Integer.parseInt(m.group(2)),
                            LineKind.of(m.group(3)));
            return Optional.of(new FragmentName(partition, Long.parseLong(m.group(4)), m.group(5)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /// The file name.
    public String fileName() {
        return "%s.%013d-%s.frag.zst".formatted(partition.fileName(), createdMillis, unique);
    }
}
