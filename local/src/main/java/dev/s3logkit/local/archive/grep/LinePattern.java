package dev.s3logkit.local.archive.grep;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.s3logkit.common.archive.EntryName;
import dev.s3logkit.errorreport.extract.Literals;
import dev.s3logkit.errorreport.extract.Words;
import org.jspecify.annotations.Nullable;

/// What a line has to hold: a text, or a match of an expression. Takes time proportional to the
/// length of the line, whatever the expression. Immutable.
///
/// Lines are bytes. A text is found as the bytes that it has in UTF-8. For an expression, a line is
/// decoded as UTF-8, and every byte that is not part of UTF-8 is a character of its own.
public final class LinePattern {

    /// What has a meaning in an expression.
    private static final String SPECIAL = "\\.[]{}()*+?^$|";

    /// Letters that characters beyond ASCII are folded to: the Kelvin sign and the long s.
    private static final String FOLDED_TO = "kKsS";

    /// Stands in every line that matches; empty when nothing is known.
    private final byte[] needle;

    private final boolean ignoreCase;

    /// Null when the needle is all that is looked for.
    private final @Nullable Pattern expression;

    private LinePattern(String needle, boolean ignoreCase, @Nullable Pattern expression) {
        this.needle = needle.getBytes(UTF_8);
        this.ignoreCase = ignoreCase;
        this.expression = expression;
    }

    /// Lines that hold a text; the empty text is in every line.
    ///
    /// @param ignoreCase whether letters of any script match in either case
    /// @throws IllegalArgumentException when it holds a line feed, which no line does
    public static LinePattern text(String text, boolean ignoreCase) {
        requireOneLine(text);
        String needle = ignoreCase ? longestRun(text, true) : text;
        return needle.equals(text)
                ? new LinePattern(text, ignoreCase, null)
                : new LinePattern(
                        needle,
                        true,
                        Pattern.compile(Pattern.quote(text), Pattern.CASE_INSENSITIVE));
    }

    /// Lines that an expression matches, in the syntax of RE2.
    ///
    /// @param ignoreCase whether letters of any script match in either case
    /// @throws IllegalArgumentException when it is no expression, or holds a line feed, which no
    ///   line does
    public static LinePattern expression(String expression, boolean ignoreCase) {
        if (expression.chars().noneMatch(c -> SPECIAL.indexOf(c) >= 0)) {
            return text(expression, ignoreCase);
        }
        requireOneLine(expression);
        Pattern compiled;
        try {
            compiled = Pattern.compile(expression, ignoreCase ? Pattern.CASE_INSENSITIVE : 0);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "'%s' is no regular expression: %s: %s"
                            .formatted(expression, e.getDescription(), e.getPattern()),
                    e);
        }
        String literal = Literals.ofRegex(expression);
        return new LinePattern(
                literal == null ? "" : longestRun(literal, ignoreCase), ignoreCase, compiled);
    }

    private static void requireOneLine(String text) {
        if (text.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("the pattern holds a line feed, which no line does");
        }
    }

    /// The longest part of a text whose bytes stand in a line as they are.
    ///
    /// @param ignoreCase whether only ASCII letters may differ, and only by their case
    private static String longestRun(String text, boolean ignoreCase) {
        String best = "";
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i == text.length() ? '\ud800' : text.charAt(i);
            boolean ends =
                    Character.isSurrogate(c)
                            || (ignoreCase && (c >= 0x80 || FOLDED_TO.indexOf(c) >= 0));
            if (ends) {
                if (i - start > best.length()) {
                    best = text.substring(start, i);
                }
                start = i + 1;
            }
        }
        return best;
    }

    /// Finds a place in the first line that may match: lines that end before it do not.
    ///
    /// @return a position in `[from, to)`, or -1 when no line does
    int candidate(byte[] bytes, int from, int to) {
        return Words.indexOf(bytes, from, to, needle, ignoreCase);
    }

    /// Whether a line with a candidate matches.
    ///
    /// @param to without the line feed
    boolean matches(byte[] bytes, int from, int to) {
        Pattern pattern = expression;
        return pattern == null || pattern.matcher(EntryName.toText(bytes, from, to - from)).find();
    }
}
