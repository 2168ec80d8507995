package dev.s3logkit.errorreport.extract;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Finds what the bytes of every matching record hold, so that the others need not be looked at.
///
/// A JSON encoder must escape quotes, backslashes and control characters, and some escape slashes:
/// none of these is in what is found here. It may write any other character as `\\uXXXX`, too,
/// which is why a record with such an escape is always looked at.
public final class Literals {

    private Literals() {}

    /// The longest part of a text that stands in a record as it is, or null when it is too short to
    /// be looked for.
    ///
    /// @param asciiOnly for texts whose case is ignored: only ASCII letters are folded
    static byte @Nullable [] ofText(String text, boolean asciiOnly) {
        String best = "";
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || breaks(text.charAt(i), asciiOnly)) {
                if (i - start > best.length()) {
                    best = text.substring(start, i);
                }
                start = i + 1;
            }
        }
        byte[] bytes = best.getBytes(StandardCharsets.UTF_8);
        return bytes.length < NeedleScanner.MIN_BYTES ? null : bytes;
    }

    private static boolean breaks(char c, boolean asciiOnly) {
        return c < ' '
                || c == '"'
                || c == '\\'
                || c == '/'
                || c == 0x7f
                // A lone half of a pair is no character.
                || Character.isSurrogate(c)
                || (asciiOnly && c >= 0x80);
    }

    /// The longest text that every match of an expression holds, or null when none is found; looks
    /// at expressions without alternatives and flags only, and takes what it does not understand
    /// for a gap.
    public static @Nullable String ofRegex(String regex) {
        if (regex.contains("|") || regex.contains("(?") || regex.contains("\\Q")) {
            return null;
        }
        StringBuilder run = new StringBuilder();
        String best = "";
        int i = 0;
        while (i < regex.length()) {
            char c = regex.charAt(i);
            int next = i + 1;
            boolean literal = false;
            switch (c) {
                case '\\' -> {
                    next = i + 2;
                    char escaped = i + 1 < regex.length() ? regex.charAt(i + 1) : 'd';
                    literal = escaped < 0x80 && !Character.isLetterOrDigit(escaped);
                    c = escaped;
                    if ("pPx01234567".indexOf(escaped) >= 0) {
                        // Their arguments would be taken for text.
                        best = longer(best, run);
                        return best.isEmpty() ? null : best;
                    }
                }
                case '[' -> next = endOfClass(regex, i);
                case '(' -> {
                    // A group may be repeated or optional as a whole.
                    next = endOfGroup(regex, i);
                    if (next < 0) {
                        return null;
                    }
                }
                case '.', '^', '$', ')', '*', '+', '?', '{', '}' -> {}
                default -> literal = true;
            }
            int quantified = endOfQuantifier(regex, next);
            boolean optional = quantified > next && regex.charAt(next) != '+';
            if (literal && !optional) {
                run.append(c);
            }
            if (!literal || quantified > next) {
                best = longer(best, run);
                run.setLength(0);
            }
            i = quantified;
        }
        best = longer(best, run);
        return best.isEmpty() ? null : best;
    }

    private static String longer(String best, StringBuilder run) {
        return run.length() > best.length() ? run.toString() : best;
    }

    private static int endOfQuantifier(String regex, int at) {
        int i = at;
        if (i < regex.length() && "*+?".indexOf(regex.charAt(i)) >= 0) {
            i++;
        } else if (i < regex.length() && regex.charAt(i) == '{') {
            int end = regex.indexOf('}', i);
            i = end < 0 ? regex.length() : end + 1;
        }
        return i > at && i < regex.length() && regex.charAt(i) == '?' ? i + 1 : i;
    }

    private static int endOfClass(String regex, int at) {
        int i = at + 1;
        if (i < regex.length() && regex.charAt(i) == '^') {
            i++;
        }
        // The first is a member even when it is a bracket, unless a class of its own starts there.
        i += regex.startsWith("[:", i) ? 0 : 1;
        for (; i < regex.length() && regex.charAt(i) != ']'; i++) {
            if (regex.charAt(i) == '\\') {
                i++;
            } else if (regex.startsWith("[:", i)) {
                int end = regex.indexOf(":]", i);
                i = end < 0 ? regex.length() : end + 1;
            }
        }
        return Math.min(regex.length(), i + 1);
    }

    private static int endOfGroup(String regex, int at) {
        int depth = 0;
        for (int i = at; i < regex.length(); i++) {
            switch (regex.charAt(i)) {
                case '\\' -> i++;
                case '[' -> i = endOfClass(regex, i) - 1;
                case '(' -> depth++;
                case ')' -> {
                    if (--depth == 0) {
                        return i + 1;
                    }
                }
                default -> {}
            }
        }
        return -1;
    }
}
