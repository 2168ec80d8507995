import dev.s3logkit.common.archive.Decompression;
import dev.s3logkit.errorreport.extract.ErrorItems;
import dev.s3logkit.errorreport.extract.ExtractCounts;
import dev.s3logkit.errorreport.extract.Extractor;
import dev.s3logkit.errorreport.extract.Limits;
import dev.s3logkit.errorreport.extract.LogObject;
import dev.s3logkit.errorreport.extract.LogRecord;
import dev.s3logkit.errorreport.extract.LogSink;
import dev.s3logkit.errorreport.rule.MailOptions;
import dev.s3logkit.errorreport.rule.Match;
import dev.s3logkit.errorreport.rule.Rule;
import dev.s3logkit.errorreport.rule.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/// Finds the errors of logs with one rule for each text, and makes what would be stored of them:
/// everything that the function does but reading from S3 and writing to DynamoDB.
///
/// Arguments: the texts, separated by `|`; the logs. Prints how many were found.
void main(String[] arguments) throws IOException {
    List<Rule> rules = new ArrayList<>();
    for (String text : arguments[0].split("\\|")) {
        rules.add(
                new Rule(
                        "R" + rules.size(),
                        text,
                        List.of("*"),
                        new Match(List.of(text), false, null),
                        List.of(),
                        Severity.ERROR,
                        List.of(),
                        Duration.ofDays(30),
                        new MailOptions(true, false, text, List.of())));
    }
    Extractor extractor = new Extractor(rules, Limits.DEFAULT);
    ExtractCounts all = ExtractCounts.ZERO;
    for (int i = 1; i < arguments.length; i++) {
        LogObject log = LogObject.of(arguments[i], "shop", Instant.EPOCH);
        LogSink sink =
                new LogSink() {
                    @Override
                    public void found(Rule rule, LogRecord record, long line, String id) {
                        ErrorItems.of(rule, record, log, line, id, Instant.EPOCH);
                    }

                    @Override
                    public void rejected(long line, String reason, byte[] b, int from, int to) {
                        throw new IllegalStateException(line + ": " + reason);
                    }
                };
        try (InputStream in =
                Decompression.open(Files.newInputStream(Path.of(arguments[i])), arguments[i])) {
            all = all.plus(extractor.read(in, log, ZoneOffset.UTC, () -> true, sink));
        }
    }
    IO.println(all.bytes() + " " + all.found());
}
