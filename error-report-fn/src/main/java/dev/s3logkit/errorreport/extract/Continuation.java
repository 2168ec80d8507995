package dev.s3logkit.errorreport.extract;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;

/// Tells which lines go on with the record of the line before: lines of stack traces, whether they
/// stand as they are or each in a JSON record of its own, and the parts into which container
/// runtimes cut long lines. Looks at bytes, since it is asked for every line around a match.
final class Continuation {

    private static final List<byte[]> MESSAGE_KEYS =
            List.of(
                    "\"log\":".getBytes(US_ASCII),
                    "\"message\":".getBytes(US_ASCII),
                    "\"msg\":".getBytes(US_ASCII));
    private static final byte[] STDOUT = " stdout ".getBytes(US_ASCII);
    private static final byte[] STDERR = " stderr ".getBytes(US_ASCII);
    private static final byte[] CAUSE = "Caused by: ".getBytes(US_ASCII);
    private static final byte[] SUPPRESSED = "Suppressed: ".getBytes(US_ASCII);
    private static final byte[] AT = "at ".getBytes(US_ASCII);
    private static final byte[] DOTS = "... ".getBytes(US_ASCII);
    private static final List<byte[]> BAD_LEVELS =
            List.of(
                    "ERROR".getBytes(US_ASCII),
                    "WARN".getBytes(US_ASCII),
                    "FATAL".getBytes(US_ASCII),
                    "SEVERE".getBytes(US_ASCII),
                    "CRITICAL".getBytes(US_ASCII),
                    "Traceback".getBytes(US_ASCII));
    private static final List<byte[]> THROWABLES =
            List.of(
                    "Exception".getBytes(US_ASCII),
                    "Error".getBytes(US_ASCII),
                    "Throwable".getBytes(US_ASCII));

    /// Keys and prefixes are looked for so far into a line.
    private static final int REACH = 2000;

    private Continuation() {}

    /// Whether the line may go on with some record, whatever stands before.
    static boolean mayContinue(byte[] b, int from, int to) {
        int text = textStart(b, from, to);
        return traceLine(b, text, to)
                || isThrowable(b, text, to)
                || containerFlag(b, from, to) != 0;
    }

    /// Whether the line `[from, to)` goes on with the record that starts with the line `[headFrom,
    /// headTo)` and whose last line so far is `[lastFrom, lastTo)`.
    static boolean continues(
            byte[] b, int headFrom, int headTo, int lastFrom, int lastTo, int from, int to) {
        if (to <= from) {
            return false;
        }
        if (containerFlag(b, lastFrom, lastTo) == 'P') {
            return containerFlag(b, from, to) != 0;
        }
        int text = textStart(b, from, to);
        if (traceLine(b, text, to)) {
            return true;
        }
        return isThrowable(b, text, to)
                && textStart(b, lastFrom, lastTo) >= lastFrom
                && !isThrowable(b, textStart(b, headFrom, headTo), headTo)
                && saysWhatIsBad(b, headFrom, headTo);
    }

    private static boolean saysWhatIsBad(byte[] b, int from, int to) {
        int end = Math.min(to, from + REACH);
        return BAD_LEVELS.stream()
                .anyMatch(level -> Words.indexOf(b, from, end, level, false) >= 0);
    }

    /// `P` or `F` as containerd marks parts and whole lines, or 0 for lines that it did not write.
    static int containerFlag(byte[] b, int from, int to) {
        int end = Math.min(to, from + 64);
        if (from >= to || b[from] < '0' || b[from] > '9') {
            return 0;
        }
        int at = Words.indexOf(b, from, end, STDOUT, false);
        if (at < 0) {
            at = Words.indexOf(b, from, end, STDERR, false);
        }
        int flag = at + STDOUT.length;
        return at >= 0
                        && flag < to
                        && (b[flag] == 'P' || b[flag] == 'F')
                        && (flag + 1 == to || b[flag + 1] == ' ' || b[flag + 1] == ':')
                ? b[flag]
                : 0;
    }

    /// Where what the application said starts: behind what a container runtime or Fluentd wrote in
    /// front of it, and within the message of a JSON record.
    private static int textStart(byte[] b, int from, int to) {
        int at = from;
        if (containerFlag(b, from, to) != 0) {
            int stream = Words.indexOf(b, from, Math.min(to, from + 64), STDOUT, false);
            stream =
                    stream >= 0
                            ? stream
                            : Words.indexOf(b, from, Math.min(to, from + 64), STDERR, false);
            at = Math.min(to, Words.indexOf(b, stream + STDOUT.length, to, (byte) ' ') + 1);
        }
        int json = at;
        if (json < to && b[json] != '{') {
            int tab = Words.indexOf(b, at, Math.min(to, at + REACH), (byte) '\t');
            int second =
                    tab < to
                            ? Words.indexOf(b, tab + 1, Math.min(to, tab + REACH), (byte) '\t')
                            : to;
            json = second + 1 < to && b[second + 1] == '{' ? second + 1 : -1;
        }
        if (json < 0 || json >= to) {
            return at;
        }
        int end = Math.min(to, json + REACH);
        for (byte[] key : MESSAGE_KEYS) {
            int found = Words.indexOf(b, json, end, key, false);
            if (found >= 0) {
                int value = found + key.length;
                while (value < to && b[value] == ' ') {
                    value++;
                }
                return value < to && b[value] == '"' ? value + 1 : at;
            }
        }
        return at;
    }

    private static boolean traceLine(byte[] b, int from, int to) {
        int at = from;
        while (at < to) {
            if (b[at] == ' ' || b[at] == '\t') {
                at++;
            } else if (b[at] == '\\' && at + 1 < to && b[at + 1] == 't') {
                at += 2;
            } else {
                break;
            }
        }
        if (at > from) {
            // Whatever is indented belongs to what stands above; a line of blanks does not.
            return at < to && b[at] != '\r' && b[at] != '{' && b[at] != '"';
        }
        return is(b, at, to, CAUSE)
                || is(b, at, to, SUPPRESSED)
                || (is(b, at, to, DOTS) && at + 4 < to && b[at + 4] >= '0' && b[at + 4] <= '9')
                || (is(b, at, to, AT) && Words.indexOf(b, at, to, (byte) '(') < to);
    }

    private static boolean is(byte[] b, int at, int to, byte[] start) {
        return to - at >= start.length && Words.startsWith(b, at, start, false);
    }

    /// Whether the line starts with the name of an exception.
    private static boolean isThrowable(byte[] b, int from, int to) {
        int at = from;
        while (at < to && at - from < 200 && nameByte(b[at])) {
            at++;
        }
        if (at == from
                || (at < to && b[at] != ':' && b[at] != '\r' && b[at] != '"' && b[at] != '\\')) {
            return false;
        }
        int end = at;
        return THROWABLES.stream()
                .anyMatch(name -> end - from >= name.length && is(b, end - name.length, end, name));
    }

    private static boolean nameByte(byte c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '_'
                || c == '$';
    }
}
