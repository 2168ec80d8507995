package dev.s3logkit.compressor.event;

import dev.s3logkit.compressor.failure.InvalidEventException;
import java.util.Locale;
import java.util.Optional;

/// What of an event decides over the bytes of the archive, besides the manifest.
///
/// @param includeBucket entries are named `bucket/key`; else `key`
/// @param compression of the entries
/// @param level of the compression: 1 to 19 for zstd, 1 to 12 for deflate, 0 for store
/// @param failOnMissing whether an object that is not there is a failure; else it is left out
public record ArchiveForm(
        boolean includeBucket, Compression compression, int level, boolean failOnMissing) {

    /// How entries are compressed.
    public enum Compression {
        ZSTD(3, 1, 19),
        DEFLATE(6, 1, 12),
        STORE(0, 0, 0);

        private final int defaultLevel;
        private final int lowest;
        private final int highest;

        Compression(int defaultLevel, int lowest, int highest) {
            this.defaultLevel = defaultLevel;
            this.lowest = lowest;
            this.highest = highest;
        }
    }

    static ArchiveForm of(EventFields fields) throws InvalidEventException {
        String name = Optional.ofNullable(fields.text("compression")).orElse("zstd");
        Compression compression =
                switch (name.toLowerCase(Locale.ROOT)) {
                    case "zstd" -> Compression.ZSTD;
                    case "deflate" -> Compression.DEFLATE;
                    case "store" -> Compression.STORE;
                    default -> throw fields.rejected("compression", "zstd, deflate or store");
                };
        return new ArchiveForm(
                fields.flag("include_s3_name", true),
                compression,
                fields.integer(
                        "level", compression.defaultLevel, compression.lowest, compression.highest),
                fields.flag("fail_on_missing", true));
    }

    /// A form that is equal when two archives of one manifest would be.
    public String canonical() {
        return "include_s3_name=%b compression=%s level=%d fail_on_missing=%b"
                .formatted(
                        includeBucket,
                        compression.name().toLowerCase(Locale.ROOT),
                        level,
                        failOnMissing);
    }

    /// The name of an entry.
    public String entryName(String bucket, String key) {
        return includeBucket ? bucket + "/" + key : key;
    }
}
