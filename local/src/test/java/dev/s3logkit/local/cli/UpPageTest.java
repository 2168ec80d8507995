package dev.s3logkit.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.s3logkit.local.logs.Streams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/// `docs/quickstart.md` has a row for each option of `up`.
class UpPageTest {

    private static final Path PAGE =
            Path.of(System.getProperty("s3logkit.root"), "docs", "quickstart.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(--[a-z0-9-]+)[ `]");
    private static final Set<String> EVERYWHERE = Set.of("--help", "--version");

    @Test
    void everyOptionOfUpHasItsRow() throws IOException {
        CommandLine up = new CommandLine(new UpCommand(Streams.ofProcess(), new GlobalOptions()));
        List<String> options =
                up.getCommandSpec().options().stream()
                        .map(OptionSpec::longestName)
                        .filter(name -> !EVERYWHERE.contains(name))
                        .sorted()
                        .toList();
        List<String> rows =
                ROW.matcher(Files.readString(PAGE))
                        .results()
                        .map((MatchResult row) -> row.group(1))
                        .sorted()
                        .toList();
        assertThat(rows).isEqualTo(options).contains("--s3-latency");
    }
}
