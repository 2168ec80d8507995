package dev.s3logkit.local.errorreport;

import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.S3ObjectStore;
import dev.s3logkit.errorreport.LogExtraction;
import dev.s3logkit.errorreport.dashboard.Dashboard;
import dev.s3logkit.errorreport.extract.Limits;
import dev.s3logkit.errorreport.mail.Mail;
import dev.s3logkit.errorreport.mail.MailWriter;
import dev.s3logkit.errorreport.mail.ReportMails;
import dev.s3logkit.errorreport.report.Report;
import dev.s3logkit.errorreport.report.ReportBuilder;
import dev.s3logkit.errorreport.report.Window;
import dev.s3logkit.errorreport.rule.RecipientGroup;
import dev.s3logkit.errorreport.rule.Rule;
import dev.s3logkit.errorreport.rule.Rules;
import dev.s3logkit.local.aggregate.CommandContext;
import dev.s3logkit.local.logs.Progress;
import dev.s3logkit.local.ses.Outbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `report run`: mails and dashboard of logs, as files.
@Command(
        name = "run",
        description = {
            "Finds the errors that the rules ask for, and writes the mails and the dashboard of a window"
                    + " as files. Nothing is sent. Errors count by when they happened.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  s3logkit report run --output report logs/           and open report/index.html",
            "  s3logkit report run --rules rules.yaml --window 10m --end 2026-03-01T10:20:00Z \\",
            "      --output report s3://app-logs/logs/"
        },
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

    private static final Pattern LENGTH = Pattern.compile("([1-9][0-9]{0,4})([mhd])");
    private static final RecipientGroup NOBODY =
            new RecipientGroup("default", List.of("nobody@example.com"));

    private final CommandContext context;
    private final Progress progress;

    @Parameters(
            arity = "1..*",
            paramLabel = "INPUT",
            description = "logs: files, folders, s3:// URLs of objects or prefixes")
    private List<String> inputs = List.of();

    @Option(
            names = "--output",
            required = true,
            paramLabel = "DIR",
            description = "folder of the dashboard, with the mails in its folder mails")
    private Path output = Path.of("");

    @Option(
            names = "--rules",
            paramLabel = "FILE|URL",
            description = "the rules file (default: the examples that come with the program)")
    private @Nullable String rules;

    @Option(
            names = "--app",
            paramLabel = "NAME",
            description = "the application that wrote the logs (default: told by their folders)")
    private @Nullable String application;

    @Option(
            names = "--window",
            paramLabel = "N{m,h,d}",
            description = "length of the window (default: ${DEFAULT-VALUE})")
    private String window = "1h";

    @Option(
            names = "--end",
            paramLabel = "T",
            description =
                    "the end of the window, such as 2026-03-01T10:20:00Z (default: the minute"
                            + " after the latest error)")
    private @Nullable String end;

    RunCommand(CommandContext context) {
        this.context = context;
        this.progress = new Progress(context.streams());
    }

    @Override
    public Integer call() throws IOException {
        Duration length = length();
        Map<String, String> environment = context.environment().get();
        try (ObjectStore s3 = S3ObjectStore.create(LogReading.withRegion(environment));
                ReplayStore store = new ReplayStore()) {
            Rules known = RulesOption.read(rules, s3);
            LogExtraction extraction =
                    new LogExtraction(store, (_, _) -> {}, Limits.DEFAULT, Clock.systemUTC());
            LogReading reading =
                    new LogReading(context, progress, s3, extraction, known, application);
            reading.read(inputs);
            Instant to = end(store);
            Map<String, Long> counts = new LinkedHashMap<>(reading.counts());
            counts.put("mails", write(known, new Window(to.minus(length), to), store));
            context.result(counts, s3.requests().estimatedCostUsd());
            context.streams().err().println("the dashboard is " + output.resolve("index.html"));
            return reading.failed() ? 1 : 0;
        }
    }

    private long write(Rules known, Window about, ReplayStore store) throws IOException {
        Outbox outbox = Outbox.open(output.resolve("mails"));
        MailWriter writer = new MailWriter("errors@example.com", null);
        List<Report> reports = new ArrayList<>();
        for (Rule rule : known.rules()) {
            Report report = ReportBuilder.build(rule, about, store);
            reports.add(report);
            boolean told = ReportMails.isWorthAMail(report) || rule.mail().whenQuiet();
            if (told && rule.mail().enabled()) {
                List<RecipientGroup> groups =
                        rule.recipients().isEmpty() ? List.of(NOBODY) : rule.recipients();
                for (RecipientGroup group : groups) {
                    Mail mail = writer.write(rule, group, report, List.of());
                    outbox.add(
                            rule.reportId() + "-" + group.name(),
                            mail.from(),
                            mail.to(),
                            mail.replyTo(),
                            mail.subject(),
                            mail.html(),
                            mail.text());
                }
            }
        }
        Dashboard dashboard = Dashboard.of(about.to(), Instant.now(), reports);
        Files.write(output.resolve("index.html"), dashboard.html());
        Files.write(output.resolve("dashboard.json"), dashboard.data());
        return outbox.mails().size();
    }

    private Duration length() throws IOException {
        Matcher matcher = LENGTH.matcher(window);
        if (!matcher.matches()) {
            throw new IOException(
                    "--window %s: expected a number and m, h or d, such as 10m".formatted(window));
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    private Instant end(ReplayStore store) throws IOException {
        if (end == null) {
            return store.latest()
                    .orElseGet(Instant::now)
                    .truncatedTo(ChronoUnit.MINUTES)
                    .plus(1, ChronoUnit.MINUTES);
        }
        try {
            return Instant.parse(end);
        } catch (DateTimeException e) {
            throw new IOException(
                    "--end %s: expected a time such as 2026-03-01T10:20:00Z".formatted(end), e);
        }
    }
}
