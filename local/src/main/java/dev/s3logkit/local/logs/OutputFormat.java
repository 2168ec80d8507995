package dev.s3logkit.local.logs;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// What `logs parse` writes for a record.
enum OutputFormat {
    JSONL,
    CSV,
    TSV,
    NONE;

    /// The format of a name in lower case, or null.
    static @Nullable OutputFormat of(String name) {
        for (OutputFormat format : values()) {
            if (format.name().toLowerCase(Locale.ROOT).equals(name)) {
                return format;
            }
        }
        return null;
    }

    /// Takes the names in lower case.
    static final class Converter implements ITypeConverter<OutputFormat> {
        @Override
        public OutputFormat convert(String value) {
            OutputFormat format = of(value);
            if (format == null) {
                throw new TypeConversionException(
                        "'" + value + "' is none of jsonl, csv, tsv and none");
            }
            return format;
        }
    }
}
