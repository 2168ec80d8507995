package dev.s3logkit.local.aggregate;

import dev.s3logkit.aggregator.transform.OutputFormat;
import dev.s3logkit.common.s3.S3Uri;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Values of options, refused where they are given and not where they are used.
final class Choices {

    static final List<String> COMPRESSIONS = List.of("none", "zstd");

    private Choices() {}

    /// How fragments are stored.
    static final class Compression implements ITypeConverter<String> {
        @Override
        public String convert(String value) {
            if (!COMPRESSIONS.contains(value)) {
                throw new TypeConversionException("'%s': expected none or zstd".formatted(value));
            }
            return value;
        }
    }

    /// The format of output files.
    static final class Format implements ITypeConverter<String> {
        @Override
        public String convert(String value) {
            try {
                return OutputFormat.of(value).extension();
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /// A bucket with the start of keys.
    static final class Prefix implements ITypeConverter<S3Uri> {
        @Override
        public S3Uri convert(String value) {
            try {
                return S3Uri.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
