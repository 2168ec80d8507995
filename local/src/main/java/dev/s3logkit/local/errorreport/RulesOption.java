package dev.s3logkit.local.errorreport;

import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.errorreport.RulesSource;
import dev.s3logkit.errorreport.rule.Rules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/// The rules file that a command line names.
final class RulesOption {

    private RulesOption() {}

    /// @param name a path or an `s3://` URL; null for the rules that come with the program
    static Rules read(@Nullable String name, ObjectStore store) throws IOException {
        if (name == null) {
            return Rules.bundled();
        }
        return S3Uri.isS3(name)
                ? new RulesSource(store, S3Uri.parse(name), Clock.systemUTC()).rules()
                : Rules.parse(Files.readAllBytes(Path.of(name)), name);
    }
}
