package dev.s3logkit.local.rollup;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// What the commands that make tarballs have in common.
final class WorkOptions {

    private static final List<String> FORMATS = List.of("tgz", "tar.zst");

    @Option(
            names = "--delete",
            description =
                    "deletes logs that are proven to be in a tarball (default: ROLLUP_DELETE)")
    private boolean delete;

    @Option(
            names = "--format",
            paramLabel = "tgz|tar.zst",
            converter = Format.class,
            description = "how new tarballs are compressed (default: ROLLUP_FORMAT, or tgz)")
    private @Nullable String format;

    /// The options that were given, by the variable that each stands for.
    Map<String, @Nullable String> variables() {
        Map<String, @Nullable String> variables = new LinkedHashMap<>();
        variables.put("ROLLUP_DELETE", delete ? "true" : null);
        variables.put("ROLLUP_FORMAT", format);
        return variables;
    }

    /// The name of a format.
    static final class Format implements ITypeConverter<String> {
        @Override
        public String convert(String value) {
            if (!FORMATS.contains(value)) {
                throw new TypeConversionException("'%s': expected tgz or tar.zst".formatted(value));
            }
            return value;
        }
    }
}
