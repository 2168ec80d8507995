package dev.s3logkit.errorreport;

import dev.s3logkit.common.config.ConfigException;
import dev.s3logkit.common.config.Environment;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.errorreport.extract.Limits;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The settings of the error report, read from the environment (`docs/error-report.md` has one row
/// per variable).
///
/// @param table of errors, or null where nothing is stored
/// @param rules the rules file; null for the one that comes with the program
/// @param rejects where rejected lines are kept: a prefix that ends in `/`; null to count them only
/// @param bucket of application logs, or null
/// @param limits of one log
public record ErrorReportConfig(
        @Nullable String table,
        @Nullable S3Uri rules,
        @Nullable S3Uri rejects,
        @Nullable String bucket,
        Limits limits) {

    /// Reads and validates every variable.
    ///
    /// @throws ConfigException names the variable, the value and what is allowed
    public static ErrorReportConfig of(Map<String, String> variables) {
        Environment env = Environment.of(variables);
        S3Uri rejects = uri(env, "ERROR_REPORT_REJECTS");
        if (rejects != null && !rejects.key().isEmpty() && !rejects.key().endsWith("/")) {
            throw new ConfigException(
                    "ERROR_REPORT_REJECTS", rejects.toString(), "a prefix that ends in a slash");
        }
        return new ErrorReportConfig(
                env.text("ERROR_REPORT_TABLE"),
                uri(env, "ERROR_REPORT_RULES"),
                rejects,
                env.text("ERROR_REPORT_BUCKET"),
                new Limits(
                        env.longInteger(
                                "ERROR_REPORT_MAX_BYTES",
                                Limits.DEFAULT.maxBytes(),
                                1L << 20,
                                Long.MAX_VALUE),
                        env.integer(
                                "ERROR_REPORT_MAX_ERRORS",
                                Limits.DEFAULT.maxErrors(),
                                1,
                                1_000_000),
                        Limits.DEFAULT.maxRejects()));
    }

    /// The name of the table.
    ///
    /// @throws ConfigException when there is none
    public String requiredTable() {
        if (table == null) {
            throw new ConfigException("ERROR_REPORT_TABLE", "", "the name of a table");
        }
        return table;
    }

    private static @Nullable S3Uri uri(Environment env, String name) {
        return env.text(name) == null ? null : env.parsed(name, "", S3Uri::parse);
    }
}
