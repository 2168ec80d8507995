package dev.s3logkit.local.archive.grep;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.s3logkit.common.LimitExceededException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Lines and patterns, held against `grep`.
class LineSearchTest {

    private static final String[] WORDS = {
        "GET", "get", "key", "KEY", "a", "ab", "b", "-", " ", "200", "404", "ü", "Ü", "/x/", "\"",
        "s", "k", "日本", "[", "\\"
    };

    private static final String[] PIECES = {
        "GET",
        "key",
        "a",
        "b+",
        "(ab)?",
        "[0-9]{3}",
        ".",
        ".*",
        "^",
        "$",
        "x|y",
        " ",
        "ü",
        "(a|b)c",
        "[^ ]",
        "\\.",
        "k",
        "s",
        "/",
        "[[:digit:]]"
    };

    /// What `grep -n` prints for lines, and `binary` for the rest.
    private static List<String> found(LinePattern pattern, byte[] content, int block)
            throws IOException {
        List<String> found = new ArrayList<>();
        LineSearch.Listener listener =
                new LineSearch.Listener() {
                    @Override
                    public boolean line(long number, byte[] bytes, int from, int to) {
                        found.add(number + ":" + new String(bytes, from, to - from, ISO_8859_1));
                        return true;
                    }

                    @Override
                    public boolean binary() {
                        found.add("binary");
                        return false;
                    }
                };
        new LineSearch(pattern, listener, block, 4096).search(new ByteArrayInputStream(content));
        return found;
    }

    private static List<String> grep(byte[] content, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of("grep", "-a", "-n"));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        Process grep;
        try {
            grep = builder.start();
        } catch (IOException e) {
            assumeTrue(false, "no grep here");
            throw e;
        }
        try (OutputStream in = grep.getOutputStream()) {
            in.write(content);
        }
        String out = new String(grep.getInputStream().readAllBytes(), ISO_8859_1);
        assertThat(grep.waitFor()).isLessThan(2);
        return out.isEmpty() ? List.of() : List.of(out.substring(0, out.length() - 1).split("\n"));
    }

    private static byte[] content(Random random) {
        StringBuilder content = new StringBuilder();
        int words = random.nextInt(400);
        for (int i = 0; i < words; i++) {
            content.append(WORDS[random.nextInt(WORDS.length)]);
            if (random.nextInt(5) == 0) {
                content.append(random.nextInt(8) == 0 ? "\r\n" : "\n");
            }
        }
        return content.toString().getBytes(UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-F", "-Fi", "-E", "-Ei"})
    void findsTheLinesThatGrepFinds(String options) throws Exception {
        Random random = new Random(11);
        boolean fixed = options.contains("F");
        boolean ignoreCase = options.contains("i");
        for (int i = 0; i < 150; i++) {
            String[] pieces = fixed ? WORDS : PIECES;
            StringBuilder pattern = new StringBuilder();
            for (int k = random.nextInt(4); k >= 0; k--) {
                pattern.append(pieces[random.nextInt(pieces.length)]);
            }
            byte[] content = content(random);
            LinePattern wanted =
                    fixed
                            ? LinePattern.text(pattern.toString(), ignoreCase)
                            : LinePattern.expression(pattern.toString(), ignoreCase);
            // The smaller the blocks, the more lines lie across their borders.
            int block = 1 + random.nextInt(200);
            assertThat(found(wanted, content, block))
                    .as("%s '%s' in blocks of %d", options, pattern, block)
                    .isEqualTo(grep(content, options, "-e", pattern.toString()));
        }
    }

    @Test
    void ignoresCaseInEveryScript() throws Exception {
        byte[] content = "STRASSE \u212aEY\nÄRGER\nmaſt\n".getBytes(UTF_8);
        assertThat(found(LinePattern.text("key", true), content, 64)).hasSize(1);
        assertThat(found(LinePattern.expression("^ärger$", true), content, 64)).hasSize(1);
        assertThat(found(LinePattern.text("MAST", true), content, 64)).hasSize(1);
        assertThat(found(LinePattern.text("key", false), content, 64)).isEmpty();
    }

    @Test
    void bytesThatAreNoUtf8AreFoundAround() throws Exception {
        byte[] content = "caf\u00e9 error 1\n\u00e9\n\u00ffok\n".getBytes(ISO_8859_1);
        assertThat(found(LinePattern.expression("caf. err.r \\d$", false), content, 64))
                .containsExactly("1:caf\u00e9 error 1");
        assertThat(found(LinePattern.expression("^.$", false), content, 64))
                .containsExactly("2:\u00e9");
        assertThat(found(LinePattern.text("ok", false), content, 64)).hasSize(1);
    }

    @Test
    void aNulByteMakesWhatFollowsBinary() throws Exception {
        byte[] content = ("text\n".repeat(40) + "\0\ntext\n").getBytes(UTF_8);
        LinePattern text = LinePattern.text("text", false);
        assertThat(found(text, content, 4096)).containsExactly("binary");
        assertThat(found(text, content, 100)).hasSize(41).endsWith("binary");
        assertThat(found(LinePattern.text("other", false), content, 100)).isEmpty();
    }

    @Test
    void aLineThatIsTooLongIsAnErrorAndWhatWasFoundBeforeIsTold() {
        List<Long> found = new ArrayList<>();
        LineSearch.Listener listener =
                new LineSearch.Listener() {
                    @Override
                    public boolean line(long number, byte[] bytes, int from, int to) {
                        return found.add(number);
                    }

                    @Override
                    public boolean binary() {
                        return false;
                    }
                };
        LineSearch search = new LineSearch(LinePattern.text("x", false), listener, 16, 4096);
        byte[] content = ("x\n" + "x".repeat(4096) + "\n").getBytes(UTF_8);
        assertThatThrownBy(() -> search.search(new ByteArrayInputStream(content)))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("length of line 2, bytes")
                .hasMessageContaining("allowed 4096");
        assertThat(found).containsExactly(1L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "[a", "*a", "a{2000}", "\\1", "(?<!a)b"})
    void saysWhatIsNoExpression(String expression) {
        assertThatThrownBy(() -> LinePattern.expression(expression, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + expression + "' is no regular expression: ");
    }

    @Test
    void noLineHoldsALineFeed() {
        assertThatThrownBy(() -> LinePattern.text("a\nb", false)).hasMessageContaining("line feed");
        assertThatThrownBy(() -> LinePattern.expression("a\nb|c", false))
                .hasMessageContaining("line feed");
    }

    @ParameterizedTest
    @CsvSource({
        "a.log, a.log, true",
        "a.log, b/a.log, false",
        "/a.log, a.log, true",
        "./a.log, a.log, true",
        "app, app/2026/x, true",
        "app/, app/2026/x, true",
        "app, apple, false",
        "*.log, a.log, true",
        "*.log, b/a.log, false",
        "**/*.log, b/a.log, true",
        "**/*.log, a.log, true",
        "**.log, b/a.log, true",
        "app/*/x, app/2026/x, true",
        "app/*/x, app/2026/1/x, false",
        "app/**/x, app/2026/1/x, true",
        "app/**/x, app/x, true",
        "a?c, abc, true",
        "a?c, a/c, false",
        "a.c, abc, false",
        "x[1]+, x[1]+, true"
    })
    void globsNamePathsAndWhatIsBelowThem(String glob, String path, boolean matches) {
        assertThat(PathGlob.of(glob).matches(path)).isEqualTo(matches);
    }
}
