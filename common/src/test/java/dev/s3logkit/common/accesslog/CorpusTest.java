package dev.s3logkit.common.accesslog;

import static dev.s3logkit.common.accesslog.AccessLogField.*;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The public samples that are kept beside the project; skipped where they are not.
class CorpusTest {

    private static Path folder = Path.of("");

    @BeforeAll
    static void findCorpus() {
        String root = System.getProperty("s3logkit.root");
        String variable = System.getenv("S3LOGKIT_CORPUS");
        Path corpus =
                variable != null
                        ? Path.of(variable)
                        : Path.of(root == null ? "." : root)
                                .toAbsolutePath()
                                .normalize()
                                .resolveSibling("shared/corpus");
        folder = corpus.resolve("s3-access-logs");
        assumeTrue(Files.isDirectory(folder), "no corpus at " + folder);
    }

    private static Lines read(String file) throws IOException {
        return Lines.of(Files.readAllBytes(folder.resolve(file)), 1 << 12);
    }

    private static Lines.Accepted line(String file, int number) throws IOException {
        return read(file).accepted.get(number - 1);
    }

    @Test
    void acceptsEveryLine() throws IOException {
        Map<String, Long> accepted = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".log")).toList()) {
                Lines lines = read(file.getFileName().toString());
                assertThat(lines.rejected).as(file.toString()).isEmpty();
                accepted.put(file.getFileName().toString(), lines.counts.accepted());
            }
        }
        assertThat(accepted)
                .contains(
                        entry("atlantis-2026-27fields-preflight.log", 2L),
                        entry("aws-docs-logformat-2017-2023.log", 26L),
                        entry("aws-docs-logformat-27fields.log", 3L),
                        entry("cocoonlife-18fields.log", 1L),
                        entry("constructed-from-docs.log", 3L),
                        entry("githubjianx-sample-logs.log", 4L),
                        entry("hadoop-s3a-audit-comments.log", 9L),
                        entry("hadoop-s3a-cloud-integration.log", 42L),
                        entry("logstash-patterns-core.log", 2L),
                        entry("misc-public.log", 14L),
                        entry("noobaa-log-replication.log", 12L),
                        entry("panther-attacker-s3-access.log", 3L),
                        entry("rust-parser-replication-role.log", 3L),
                        entry("s3console-sso-acl.log", 1L));
    }

    @Test
    void readsEveryFieldAsTheOracleDoes() throws IOException {
        int lines = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".log")).toList()) {
                for (Lines.Accepted line : read(file.getFileName().toString()).accepted) {
                    assertThat(RegexOracle.read(line.line(), line.hasLineBreak())).contains(line);
                    lines++;
                }
            }
        }
        assertThat(lines).isEqualTo(125);
    }

    @Test
    void readsWhatOtherParsersExpect() throws IOException {
        assertThat(line("misc-public.log", 1).fields())
                .contains(
                        entry(KEY, "health/service"),
                        entry(OBJECT_SIZE, "523"),
                        entry(TURN_AROUND_TIME, "52"),
                        entry(TLS_VERSION, "TLSv1.2"))
                .doesNotContainKeys(BYTES_SENT, ERROR_CODE, REFERER, VERSION_ID, ACL_REQUIRED);
        assertThat(read("misc-public.log").accepted)
                .filteredOn(l -> "D04E408645828411".equals(l.fields().get(REQUEST_ID)))
                .singleElement()
                .satisfies(
                        l -> {
                            assertThat(l.epochSecond()).isEqualTo(1_461_729_504L);
                            assertThat(l.fields())
                                    .contains(
                                            entry(BYTES_SENT, "16700"),
                                            entry(TURN_AROUND_TIME, "14"))
                                    .doesNotContainKey(REQUESTER);
                        });
    }

    @Test
    void readsARequesterWithSpaces() throws IOException {
        assertThat(line("constructed-from-docs.log", 1).fields())
                .containsEntry(
                        REQUESTER,
                        "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity"
                                + " E2EXAMPLEID");
    }

    @Test
    void isByteForByteWhatWasRead() throws IOException {
        byte[] input = Files.readAllBytes(folder.resolve("misc-public.log"));
        assertThat(read("misc-public.log").joined() + "\n")
                .isEqualTo(new String(input, ISO_8859_1));
    }
}
