package dev.s3logkit.common.accesslog;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccessLogReaderTest {

    private static final int MAX = AccessLogReader.MAX_LINE_BYTES;

    @Test
    void countsNothingInAnEmptyObject() {
        Lines lines = Lines.of("");
        assertThat(lines.counts).isEqualTo(LineCounts.NONE);
        assertThat(lines.all).isEmpty();
    }

    @Test
    void countsALastLineWithoutALineBreak() {
        String line = LogLine.clean().toString();
        Lines lines = Lines.of(line + "\n\nnot a record\n" + line);

        assertThat(lines.counts).isEqualTo(new LineCounts(2, 2, 2L * line.length() + 15));
        assertThat(lines.counts.lines()).isEqualTo(4);
        assertThat(lines.accepted)
                .extracting(Lines.Accepted::hasLineBreak)
                .containsExactly(true, false);
        assertThat(lines.rejected)
                .extracting(Lines.Rejected::lineNumber, Lines.Rejected::reason)
                .startsWith(org.assertj.core.groups.Tuple.tuple(2L, "blank line"));
        assertThat(lines.rejected.get(1).lineNumber()).isEqualTo(3);
    }

    @Test
    void handsOnAnOverlongLineInPartsAndCountsItOnce() {
        String after = LogLine.clean().toString();
        for (int length : new int[] {MAX + 1, 2 * MAX, 2 * MAX + 1, 3 * MAX - 1}) {
            byte[] input = new byte[length + 1 + after.length()];
            Arrays.fill(input, (byte) 'x');
            input[length] = '\n';
            System.arraycopy(after.getBytes(ISO_8859_1), 0, input, length + 1, after.length());
            for (int bufferSize : new int[] {1000, MAX, MAX + 1, 1 << 22}) {
                Lines lines = Lines.of(input, bufferSize);
                assertThat(lines.counts).isEqualTo(new LineCounts(1, 1, input.length));
                assertThat(lines.rejected).hasSize((length + MAX - 1) / MAX);
                assertThat(lines.rejected).allMatch(r -> r.lineNumber() == 1);
                assertThat(lines.joined()).isEqualTo(new String(input, ISO_8859_1));
                for (int part = 0; part < lines.rejected.size(); part++) {
                    assertThat(lines.rejected.get(part).part()).isEqualTo(part);
                    assertThat(lines.rejected.get(part).line().length())
                            .isEqualTo(Math.min(MAX, length - part * MAX));
                }
            }
        }
    }

    @Test
    void readsALineOfExactlyTheLargestSize() {
        LogLine frame = LogLine.clean().with(AccessLogField.USER_AGENT, "\"\"");
        int filler = MAX - frame.toString().length();
        String line =
                LogLine.clean()
                        .with(AccessLogField.USER_AGENT, "\"" + "u".repeat(filler) + "\"")
                        .toString();
        for (int bufferSize : new int[] {5000, MAX, 1 << 22}) {
            byte[] input = (line + "\n" + line).getBytes(ISO_8859_1);
            assertThat(Lines.of(input, bufferSize).counts)
                    .isEqualTo(new LineCounts(2, 0, input.length));
            byte[] longer = (line + " \n" + line).getBytes(ISO_8859_1);
            assertThat(Lines.of(longer, bufferSize).counts.rejected()).isEqualTo(1);
        }
    }

    @Test
    void readsTheSameWhateverTheStreamGivesAtATime() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 18; i <= 27; i++) {
            text.append(LogLine.clean().cutTo(i)).append(i % 2 == 0 ? "\r\n" : "\n\n");
        }
        byte[] input = text.toString().getBytes(ISO_8859_1);
        List<InputStream> single = new ArrayList<>();
        for (byte b : input) {
            single.add(new ByteArrayInputStream(new byte[] {b}));
        }
        Lines lines = new Lines();
        LineCounts counts =
                new AccessLogReader(64)
                        .read(
                                new SequenceInputStream(java.util.Collections.enumeration(single)),
                                lines);
        assertThat(lines.all).isEqualTo(Lines.of(input, 1 << 16).all);
        assertThat(counts).isEqualTo(new LineCounts(10, 5, input.length));
    }

    @Test
    void keepsTheBytesOfEarlierLinesInPlaceUntilItSaysSo() throws IOException {
        String line = LogLine.clean().toString();
        byte[] input = (line + "\n").repeat(50).getBytes(ISO_8859_1);
        List<Object> seen = new ArrayList<>();
        AccessLogSink sink =
                new AccessLogSink() {
                    private final List<byte[]> buffers = new ArrayList<>();
                    private final List<Integer> starts = new ArrayList<>();

                    @Override
                    public void accepted(
                            byte[] buffer, int from, int to, int next, AccessLogRecord record) {
                        buffers.add(buffer);
                        starts.add(from);
                    }

                    @Override
                    public void rejected(
                            byte[] buffer, int from, int to, long number, int part, String why) {
                        seen.add(why);
                    }

                    @Override
                    public void bufferEnds() {
                        for (int i = 0; i < buffers.size(); i++) {
                            seen.add(
                                    new String(
                                            buffers.get(i),
                                            starts.get(i),
                                            line.length(),
                                            ISO_8859_1));
                        }
                        buffers.clear();
                        starts.clear();
                    }
                };
        new AccessLogReader(3 * line.length()).read(new ByteArrayInputStream(input), sink);
        assertThat(seen).hasSize(50).containsOnly(line);
    }

    @Test
    void isAsGoodAsNewAfterAFailure() throws IOException {
        byte[] good = (LogLine.clean() + "\n").getBytes(ISO_8859_1);
        AccessLogReader reader = new AccessLogReader(64);
        InputStream failing =
                new SequenceInputStream(
                        new ByteArrayInputStream(good, 0, 100),
                        new InputStream() {
                            @Override
                            public int read() throws IOException {
                                throw new IOException("reset by the other side");
                            }

                            @Override
                            public int read(byte[] bytes, int from, int count) throws IOException {
                                return read();
                            }
                        });
        assertThatThrownBy(() -> reader.read(failing, new Lines()))
                .hasMessage("reset by the other side");
        Lines lines = new Lines();
        assertThat(reader.read(new ByteArrayInputStream(good), lines))
                .isEqualTo(new LineCounts(1, 0, good.length));
    }

    @Test
    void refusesABufferThatIsTooSmall() {
        assertThatThrownBy(() -> new AccessLogReader(15))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("15");
    }
}
