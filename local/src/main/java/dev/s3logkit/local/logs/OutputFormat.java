package dev.s3logkit.local.logs;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// What `logs parse` writes for a record.
enum OutputFormat {
    JSONL,
    CSV,
    TSV,
    NONE;

    /// Takes the names in lower case.
    static final class Converter implements ITypeConverter<OutputFormat> {
        @Override
        public OutputFormat convert(String value) {
            for (OutputFormat format : values()) {
                if (format.name().toLowerCase(Locale.ROOT).equals(value)) {
                    return format;
                }
            }
            throw new TypeConversionException(
                    "'" + value + "' is none of jsonl, csv, tsv and none");
        }
    }
}
