package dev.s3logkit.errorreport.extract;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What errors that are the same have in common, although ids, numbers, addresses and line numbers
/// differ. Errors with a stack trace are the same when their exceptions and the innermost methods
/// are; others when their loggers and messages are, with all that varies replaced. Takes time in
/// proportion to the length of the text.
///
/// @param value 32 hex digits
/// @param pattern the message, or the exception and its message, with all that varies replaced
/// @param exception the class of the outermost exception, or null
record Fingerprint(String value, String pattern, @Nullable String exception) {

    private static final int MAX_MESSAGE = 2_000;
    private static final int MAX_TRACE = 20_000;
    private static final int MAX_PATTERN = 300;
    private static final int FRAMES = 10;

    /// In the order in which they are tried at one place.
    private static final Pattern VARIABLE =
            Pattern.compile(
                    "(?P<url>[a-z][a-z0-9+]{1,9}://[^\\s\"'<>]+)"
                            + "|(?P<uuid>\\b[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\\b)"
                            + "|(?P<mail>[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+\\.[A-Za-z0-9.-]*[A-Za-z0-9])"
                            + "|(?P<time>\\b\\d{4}-\\d\\d?-\\d\\d?(?:[T ]\\d\\d?:\\d\\d(?::\\d\\d(?:[.,]\\d+)?)?"
                            + "(?: ?(?:Z|[+-]\\d\\d:?\\d\\d)\\b)?)?"
                            + "|\\b\\d\\d?:\\d\\d:\\d\\d(?:[.,]\\d+)?\\b)"
                            + "|(?P<ip>\\b\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}(?::\\d+)?\\b"
                            + "|(?:[0-9a-fA-F]{1,4}:){3,7}(?::?[0-9a-fA-F]{1,4})|[0-9a-fA-F]{1,4}::[0-9a-fA-F:]*)"
                            + "|(?P<hex>\\b0[xX][0-9a-fA-F]+|@[0-9a-f]{5,16}\\b)"
                            + "|(?P<word>[A-Za-z0-9]*\\d[A-Za-z0-9]*)");

    private static final Pattern NUMBER = Pattern.compile("\\d+(?:[.,]\\d+)*");
    private static final Pattern EXCEPTION =
            Pattern.compile(
                    "(?:[A-Za-z_$][\\w$]*\\.)*[A-Za-z_$][\\w$]*(?:Exception|Error|Throwable|Fault|Failure)\\b");
    private static final Pattern CAUSE =
            Pattern.compile("Caused by: ((?:[A-Za-z_$][\\w$]*\\.)*[A-Za-z_$][\\w$]*)");
    private static final Pattern FRAME = Pattern.compile("at ([\\w.$/<>@-]+)\\(");
    private static final Pattern PYTHON_FRAME =
            Pattern.compile("File \"([^\"]+)\", line \\d+, in (\\S+)");

    static Fingerprint of(String message, @Nullable String logger, @Nullable String trace) {
        String said = replaced(cut(message, MAX_MESSAGE));
        if (trace == null) {
            return new Fingerprint(
                    hash("message", logger == null ? "" : logger, said),
                    cut(said, MAX_PATTERN),
                    exception(message));
        }
        String stack = cut(trace, MAX_TRACE);
        String exception = exception(stack);
        List<String> parts = new ArrayList<>();
        Matcher causes = CAUSE.matcher(stack);
        while (causes.find()) {
            parts.add(numberless(causes.group(1)));
        }
        int frames = 0;
        Matcher frame = FRAME.matcher(stack);
        while (frames < FRAMES && frame.find()) {
            parts.add(numberless(frame.group(1)));
            frames++;
        }
        Matcher python = PYTHON_FRAME.matcher(stack);
        while (frames < FRAMES && python.find()) {
            parts.add(replaced(python.group(1)) + ":" + python.group(2));
            frames++;
        }
        parts.addFirst(exception == null ? "" : numberless(exception));
        // A trace without any method tells too little.
        parts.add(frames == 0 ? replaced(cut(stack, MAX_MESSAGE)) : "");
        String simple =
                exception == null ? null : exception.substring(exception.lastIndexOf('.') + 1);
        String pattern = simple == null || said.contains(simple) ? said : simple + ": " + said;
        return new Fingerprint(
                hash("trace", parts.toArray(String[]::new)), cut(pattern, MAX_PATTERN), exception);
    }

    private static @Nullable String exception(String text) {
        Matcher matcher = EXCEPTION.matcher(cut(text, MAX_MESSAGE));
        return matcher.find() ? matcher.group() : null;
    }

    /// Names of lambdas, proxies and generated classes hold counters and addresses.
    private static String numberless(String name) {
        return NUMBER.matcher(
                        name.replaceFirst("@[0-9a-f]+$", "")
                                .replaceFirst("/0x[0-9a-f]+", "")
                                .replaceFirst("\\$\\$[0-9a-f]{6,8}(?=\\.|$)", "\\$\\$"))
                .replaceAll("<n>");
    }

    /// The text with all that varies replaced, on one line.
    static String replaced(String text) {
        StringBuilder out = new StringBuilder();
        Matcher matcher = VARIABLE.matcher(text);
        int at = 0;
        while (matcher.find()) {
            out.append(text, at, matcher.start());
            at = matcher.end();
            out.append(placeholder(matcher));
        }
        out.append(text, at, text.length());
        return collapsed(out);
    }

    private static String placeholder(Matcher matcher) {
        for (String kind : List.of("url", "uuid", "mail", "time", "ip", "hex")) {
            if (matcher.group(kind) != null) {
                return "<" + kind + ">";
            }
        }
        return word(matcher.group());
    }

    /// A word with digits: what looks like a random id is one, and else only the numbers vary.
    private static String word(String word) {
        int changes = 0;
        boolean hex = true;
        boolean letters = false;
        for (int i = 0; i < word.length(); i++) {
            boolean digit = Character.isDigit(word.charAt(i));
            letters |= !digit;
            hex &= Character.digit(word.charAt(i), 16) >= 0;
            if (i > 0 && digit != Character.isDigit(word.charAt(i - 1))) {
                changes++;
            }
        }
        if (letters && ((hex && word.length() >= 7) || (changes >= 3 && word.length() >= 6))) {
            return "<id>";
        }
        return NUMBER.matcher(word).replaceAll("<n>");
    }

    private static String collapsed(StringBuilder text) {
        StringBuilder out = new StringBuilder(text.length());
        boolean blank = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c) || Character.isISOControl(c)) {
                blank = !out.isEmpty();
            } else {
                if (blank) {
                    out.append(' ');
                }
                blank = false;
                out.append(c);
            }
        }
        return out.toString().replace("<n>.<n>", "<n>").replace("<n>,<n>", "<n>");
    }

    private static String cut(String text, int max) {
        return text.length() <= max
                ? text
                : text.substring(
                        0, Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max);
    }

    private static String hash(String kind, String... parts) {
        MessageDigest digest = sha256();
        digest.update(kind.getBytes(StandardCharsets.UTF_8));
        for (String part : parts) {
            digest.update((byte) 0);
            digest.update(part.getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(digest.digest(), 0, 16);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
