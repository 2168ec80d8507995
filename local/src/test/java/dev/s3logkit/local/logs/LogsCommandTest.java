package dev.s3logkit.local.logs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import com.github.luben.zstd.Zstd;
import dev.s3logkit.common.accesslog.RejectLine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class LogsCommandTest {

    private static final String LINE =
            "f00d orchard [05/Mar/2024:06:07:08 +0200] 203.0.113.9 - 9A3C5D7E1B2F4A60"
                    + " REST.GET.OBJECT a,b \"GET /a,b HTTP/1.1\" 200 - 007 5120 31 - \"\""
                    + " \"pear \"7\" \\ \tÿ\" - hOsT= SigV4 TLS_AES AuthHeader o.example TLSv1.3"
                    + " - - eu-central-1 new field";

    @TempDir private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(byte[] in, OutputStream to, List<LogSource> sources, String... arguments) {
        Streams streams =
                new Streams(
                        new ByteArrayInputStream(in), to, new PrintStream(err, true, UTF_8), false);
        StringWriter usage = new StringWriter();
        int code =
                new CommandLine(new LogsCommand(streams, sources))
                        .setErr(new PrintWriter(usage))
                        .execute(arguments);
        err.writeBytes(usage.toString().getBytes(UTF_8));
        return code;
    }

    private int run(String... arguments) {
        out.reset();
        return run(new byte[0], out, List.of(), arguments);
    }

    private String err() {
        return err.toString(UTF_8);
    }

    private Path file(String name, byte[] content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, content);
    }

    private byte[] generated(String... options) {
        String[] arguments = new String[options.length + 1];
        arguments[0] = "generate";
        System.arraycopy(options, 0, arguments, 1, options.length);
        assertThat(run(arguments)).isZero();
        return out.toByteArray();
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        }
        return out.toByteArray();
    }

    @Test
    void writesARecordAsJson() throws IOException {
        Path log = file("a.log", (LINE + "\n").getBytes(ISO_8859_1));

        assertThat(run("parse", log.toString())).isZero();

        Map<String, Object> json = JSON.std.mapFrom(out.toByteArray());
        assertThat(json)
                .containsEntry("time", "2024-03-05T04:07:08Z")
                .containsEntry("http_status", 200)
                .containsEntry("bytes_sent", 7)
                .containsEntry("referer", "")
                .containsEntry("user_agent", "pear \"7\" \\ \t\uFFFD")
                .containsEntry("extra", "new field")
                .doesNotContainKeys("requester", "error_code", "version_id", "acl_required")
                .hasSize(22);
        assertThat(err()).contains("1 lines: 1 accepted, 1 of them not UTF-8, 0 rejected");
    }

    @Test
    void writesARecordAsCsvAndTsvWithItsBytes() throws IOException {
        Path log = file("a.log", (LINE + "\n").getBytes(ISO_8859_1));

        assertThat(run("parse", "--format", "csv", log.toString())).isZero();
        String[] csv = out.toString(ISO_8859_1).split("\r\n", -1);
        assertThat(csv).hasSize(3);
        assertThat(csv[0]).startsWith("bucket_owner,bucket,time,").endsWith(",source_region,extra");
        assertThat(csv[1])
                .isEqualTo(
                        "f00d,orchard,2024-03-05T04:07:08Z,203.0.113.9,,9A3C5D7E1B2F4A60,"
                                + "REST.GET.OBJECT,\"a,b\",\"GET /a,b HTTP/1.1\",200,,007,5120,31,,"
                                + "\"\",\"pear \"\"7\"\" \\ \tÿ\",,hOsT=,SigV4,TLS_AES,AuthHeader,"
                                + "o.example,TLSv1.3,,,eu-central-1,new field");

        assertThat(run("parse", "--format", "tsv", log.toString())).isZero();
        String[] tsv = out.toString(ISO_8859_1).split("\n", -1);
        assertThat(tsv).hasSize(3);
        assertThat(tsv[1].split("\t", -1)).hasSize(28);
        assertThat(tsv[1])
                .contains("\t31\t\\N\t\tpear \"7\" \\\\ \\tÿ\t\\N\thOsT=\t")
                .endsWith("\teu-central-1\tnew field");
    }

    @Test
    void writesOnlyCountsWhenAskedTo() throws IOException {
        byte[] log = generated("--lines", "2000", "--traps");
        assertThat(run("parse", "--format", "none", file("a.log", log).toString())).isZero();
        assertThat(out.size()).isZero();
        assertThat(err()).contains("2,000 lines: 2,000 accepted, 0 rejected");
    }

    @Test
    void keepsRejectsByteForByteAndSucceeds() throws IOException {
        byte[] bad = "no record ÿ\r".getBytes(ISO_8859_1);
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        log.writeBytes(bad);
        log.writeBytes(("\n" + LINE + "\n\n").getBytes(ISO_8859_1));
        Path path = file("dir/a.log", log.toByteArray());
        Path rejects = folder.resolve("rejects.jsonl");

        assertThat(run("parse", "--rejects", rejects.toString(), path.toString())).isZero();

        List<String> lines = Files.readAllLines(rejects);
        assertThat(lines).hasSize(2);
        RejectLine first = RejectLine.fromJson(lines.getFirst().getBytes(UTF_8));
        assertThat(first.bytes()).isEqualTo(bad);
        assertThat(first.object()).isEqualTo(path.toString());
        assertThat(first.lineNumber()).isEqualTo(1);
        assertThat(RejectLine.fromJson(lines.get(1).getBytes(UTF_8)).reason())
                .isEqualTo("blank line");
        assertThat(err()).contains("3 lines: 1 accepted, ").contains("2 rejected");
    }

    @Test
    void showsTheFirstRejectsWhenTheyAreNotKept() throws IOException {
        Path log = file("a.log", "x\n".repeat(20).getBytes(UTF_8));
        assertThat(run("parse", log.toString())).isZero();
        assertThat(err())
                .contains(log + ":1: bucket: found the end of the line")
                .contains(log + ":5: ")
                .doesNotContain(log + ":6: ")
                .contains("--rejects FILE keeps all");
    }

    @Test
    void readsFoldersInOrderAndRecognisesCompression() throws IOException {
        byte[] log = generated("--lines", "30");
        byte[] members = new byte[2 * gzip(log).length];
        System.arraycopy(gzip(log), 0, members, 0, members.length / 2);
        System.arraycopy(gzip(log), 0, members, members.length / 2, members.length / 2);
        file("in/b/2.gz", members);
        file("in/a/1.log", log);
        file("in/b/1.zst", Zstd.compress(log));
        file("in/c", "rejected".getBytes(UTF_8));
        file("in/empty", new byte[0]);

        assertThat(run("parse", folder.resolve("in").toString())).isZero();

        List<String> records = out.toString(UTF_8).lines().toList();
        assertThat(records).hasSize(120);
        assertThat(records.subList(30, 60)).isEqualTo(records.subList(0, 30));
        assertThat(records.subList(60, 120)).isEqualTo(records.subList(0, 60));
        assertThat(err()).contains("in/c:1: ").contains("121 lines: 120 accepted, 1 rejected");
    }

    @Test
    void readsAllMembersThatArriveOneAfterAnother() throws IOException {
        byte[] log = generated("--lines", "3");
        byte[] member = gzip(log);
        PipedInputStream in = new PipedInputStream();
        PipedOutputStream pipe = new PipedOutputStream(in);
        Thread writer =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try (pipe) {
                                        for (int i = 0; i < 5; i++) {
                                            pipe.write(member);
                                            pipe.flush();
                                        }
                                    } catch (IOException e) {
                                        throw new AssertionError(e);
                                    }
                                });
        Streams streams = new Streams(in, out, new PrintStream(err, true, UTF_8), false);
        int code =
                new CommandLine(new LogsCommand(streams, List.of()))
                        .execute("parse", "--format", "none", "-");
        assertThat(code).isZero();
        assertThat(writer).satisfies(thread -> thread.join());
        assertThat(err()).contains("15 lines: 15 accepted, 0 rejected");
    }

    @Test
    void readsStandardInput() {
        byte[] log = generated("--lines", "4");
        out.reset();
        assertThat(run(log, out, List.of(), "parse", "-")).isZero();
        assertThat(out.toString(UTF_8).lines()).hasSize(4);
    }

    @Test
    void asksItsSourcesFirst() {
        byte[] log = generated("--lines", "4");
        out.reset();
        LogSource source =
                new LogSource() {
                    @Override
                    public boolean accepts(String input) {
                        return input.startsWith("s3://");
                    }

                    @Override
                    public void read(String input, Visitor visitor) throws IOException {
                        visitor.object(input + "/1", new ByteArrayInputStream(log));
                        visitor.object(input + "/2", new ByteArrayInputStream("x".getBytes(UTF_8)));
                    }
                };
        assertThat(run(new byte[0], out, List.of(source), "parse", "s3://logs/a")).isZero();
        assertThat(out.toString(UTF_8).lines()).hasSize(4);
        assertThat(err()).contains("s3://logs/a/2:1: bucket: ");
    }

    @Test
    void namesTheFileThatIsNotThere() {
        assertThat(run("parse", folder.resolve("pear.log").toString())).isEqualTo(1);
        assertThat(err()).contains("pear.log: there is no such file or folder");
        assertThat(out.size()).isZero();

        assertThat(run("parse", "s3://bucket/key")).isEqualTo(1);
        assertThat(err()).contains("s3://bucket/key: only files and folders can be read here");
    }

    @Test
    void reportsADamagedFileAndReadsTheOthers() throws IOException {
        byte[] log = generated("--lines", "1000");
        byte[] cut = java.util.Arrays.copyOf(gzip(log), gzip(log).length / 2);
        Path damaged = file("1.gz", cut);
        Path whole = file("2.log", log);

        assertThat(run("parse", "--format", "none", damaged.toString(), whole.toString()))
                .isEqualTo(1);

        assertThat(err())
                .contains("could not read " + damaged + " to its end: ")
                .containsPattern("1,\\d{3} lines: 1,\\d{3} accepted, 0 rejected");
    }

    @Test
    void namesTheRejectsFileThatCannotBeWritten() throws IOException {
        Path log = file("a.log", LINE.getBytes(ISO_8859_1));
        Path nowhere = folder.resolve("no/such/folder");
        assertThat(run("parse", "--rejects", nowhere.toString(), log.toString())).isEqualTo(1);
        assertThat(err()).contains("could not write to " + nowhere);
    }

    @Test
    void endsQuietlyWhenTheReaderHasSeenEnough() throws IOException {
        OutputStream closed = failing("Broken pipe");
        Path log = file("a.log", generated("--lines", "2000"));
        err.reset();
        assertThat(run(new byte[0], closed, List.of(), "parse", log.toString())).isZero();
        assertThat(run(new byte[0], closed, List.of(), "generate", "--lines", "9")).isZero();
        assertThat(err()).isEmpty();
    }

    @Test
    void failsWhenTheResultCannotBeWritten() throws IOException {
        OutputStream full = failing("No space left on device");
        Path log = file("a.log", generated("--lines", "2000"));
        assertThat(run(new byte[0], full, List.of(), "parse", log.toString())).isEqualTo(1);
        assertThat(err()).contains("could not write to standard output: No space left on device");
    }

    private static OutputStream failing(String message) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(message);
            }

            @Override
            public void write(byte[] bytes, int from, int count) throws IOException {
                throw new IOException(message);
            }
        };
    }

    @Test
    void refusesWrongUsage() {
        assertThat(run()).isEqualTo(2);
        assertThat(run("parse")).isEqualTo(2);
        assertThat(run("parse", "--format", "xml", "a")).isEqualTo(2);
        assertThat(err()).contains("'xml' is none of jsonl, csv, tsv and none");
        assertThat(run("generate")).isEqualTo(2);
        assertThat(run("generate", "--lines", "1", "--bytes", "1k")).isEqualTo(2);
        assertThat(run("generate", "--lines", "0")).isEqualTo(2);
        assertThat(run("generate", "--bytes", "a lot")).isEqualTo(2);
        assertThat(err()).contains("'a lot' is not a size such as 700, 64k, 1g or 256mi");
        assertThat(run("generate", "--bytes", "99999999999t")).isEqualTo(2);
        assertThat(out.size()).isZero();
    }

    @Test
    void generatesTheSameForTheSameSeed() {
        byte[] first = generated("--lines", "50", "--seed", "9", "--hours", "2", "--traps");
        assertThat(generated("--lines", "50", "--seed", "9", "--hours", "2", "--traps"))
                .isEqualTo(first);
        assertThat(generated("--lines", "50", "--seed", "8", "--hours", "2", "--traps"))
                .isNotEqualTo(first);
        assertThat(generated("--bytes", "100ki").length).isBetween(102_400, 110_000);
        assertThat(generated("--lines", "1", "--from", "2025-06-01T12:00:00Z"))
                .asString(ISO_8859_1)
                .contains("[01/Jun/2025:12:00:");
    }

    @Test
    void runsPlainFormsWithoutPicocliToTheSameResult() throws IOException {
        Path log = file("a.log", (LINE + "\nx\n").getBytes(ISO_8859_1));
        Path rejects = folder.resolve("rejects");
        for (String[] arguments :
                new String[][] {
                    {"logs", "parse", log.toString()},
                    {"logs", "parse", "--format", "csv", log.toString()},
                    {"logs", "parse", "--format=tsv", log.toString(), "--rejects", "" + rejects},
                    {"logs", "parse", "--format=none", "missing"}
                }) {
            int code = run(java.util.Arrays.copyOfRange(arguments, 1, arguments.length));
            byte[] expected = out.toByteArray();
            out.reset();
            assertThat(quick(arguments)).hasValue(code);
            assertThat(out.toByteArray()).isEqualTo(expected);
        }
        assertThat(Files.readAllLines(rejects)).hasSize(1);
    }

    @Test
    void leavesEveryOtherCommandLineToPicocli() {
        for (String[] arguments :
                new String[][] {
                    {},
                    {"logs"},
                    {"logs", "parse"},
                    {"logs", "generate", "--lines", "1"},
                    {"logs", "parse", "--format", "xml", "a"},
                    {"logs", "parse", "--format"},
                    {"logs", "parse", "--rejects"},
                    {"logs", "parse", "--format", "none"},
                    {"logs", "parse", "-h"},
                    {"logs", "parse", "--", "a"},
                    {"logs", "parse", "a", "--help"},
                    {"-v", "logs", "parse", "a"},
                    {"logs", "parse", "--format", "csv", "--format=tsv", "a"},
                    {"logs", "parse", "@arguments"}
                }) {
            assertThat(quick(arguments)).isEmpty();
        }
        assertThat(out.size()).isZero();
    }

    private java.util.OptionalInt quick(String... arguments) {
        Streams streams =
                new Streams(
                        new ByteArrayInputStream(new byte[0]),
                        out,
                        new PrintStream(err, true, UTF_8),
                        false);
        return QuickParse.run(streams, List.of(), arguments);
    }
}
