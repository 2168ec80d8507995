package dev.s3logkit.common.accesslog;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AccessLogGeneratorTest {

    private static final Instant FROM = Instant.parse("2026-03-05T00:00:00Z");

    private static byte[] lines(long seed, int lines, boolean traps) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new AccessLogGenerator(seed, FROM, Duration.ofHours(1), lines, traps)
                .writeLines(out, lines);
        return out.toByteArray();
    }

    @Test
    void makesTheSameBytesFromTheSameSeedAndOthersFromAnother() throws IOException {
        assertThat(lines(1, 500, true)).isEqualTo(lines(1, 500, true));
        assertThat(lines(1, 500, true)).isNotEqualTo(lines(2, 500, true));
    }

    @Test
    void makesLinesThatReadAsTheOracleReadsThem() throws IOException {
        Lines lines = Lines.of(lines(3, 2000, false), 1 << 16);
        assertThat(lines.counts.accepted()).isEqualTo(2000);
        for (Lines.Accepted line : lines.accepted) {
            assertThat(RegexOracle.read(line.line(), true)).contains(line);
        }
        assertThat(lines.counts.bytes() / 2000).isBetween(600L, 800L);
    }

    @Test
    void makesLegalLinesOfEveryTrap() throws IOException {
        Lines lines = Lines.of(lines(4, 5000, true), 1 << 16);
        assertThat(lines.rejected).isEmpty();
        assertThat(lines.accepted).hasSize(5000);
        for (LineTrap trap : LineTrap.values()) {
            if (trap.userAgent() != null) {
                assertThat(lines.accepted)
                        .extracting(l -> l.fields().get(AccessLogField.USER_AGENT))
                        .contains(trap.userAgent());
            }
        }
        assertThat(lines.accepted)
                .extracting(Lines.Accepted::extra)
                .contains("v2 -", "\"added later\" -");
        assertThat(lines.accepted).extracting(Lines.Accepted::fieldCount).contains(18, 27);
    }

    @Test
    void staysInItsTimeSpanAndUsesAllOfIt() throws IOException {
        Lines lines = Lines.of(lines(5, 4000, false), 1 << 16);
        long first = FROM.getEpochSecond();
        assertThat(lines.accepted).allMatch(l -> l.epochSecond() >= first);
        assertThat(lines.accepted).allMatch(l -> l.epochSecond() < first + 3600);
        Set<Long> minutes =
                lines.accepted.stream()
                        .map(l -> (l.epochSecond() - first) / 60)
                        .collect(Collectors.toSet());
        assertThat(minutes).hasSize(60);
    }

    @Test
    void neverRepeatsARequestIdOrAHostId() throws IOException {
        Lines lines = Lines.of(lines(6, 5000, false), 1 << 16);
        assertThat(lines.accepted)
                .extracting(l -> l.fields().get(AccessLogField.REQUEST_ID))
                .doesNotHaveDuplicates();
        assertThat(lines.accepted)
                .extracting(l -> l.fields().get(AccessLogField.HOST_ID))
                .doesNotHaveDuplicates();
    }

    @Test
    void writesWholeLinesUntilTheSizeIsReached() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long lines =
                new AccessLogGenerator(7, FROM, Duration.ofHours(1), 100, true)
                        .writeBytes(out, 1_000_000);
        assertThat(out.size()).isBetween(1_000_000, 1_000_000 + AccessLogGenerator.MAX_LINE_BYTES);
        String text = out.toString(ISO_8859_1);
        assertThat(text).endsWith("\n");
        assertThat(text.chars().filter(c -> c == '\n').count()).isEqualTo(lines);
    }
}
