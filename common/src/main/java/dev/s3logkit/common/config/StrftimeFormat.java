package dev.s3logkit.common.config;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Times as C's `strftime` writes them in its "C" locale. Immutable.
///
/// | directives | |
/// |---|---|
/// | date | `%Y %C %y %m %d %e %j %B %b %h %A %a %u %w %F %D %x` |
/// | week | `%G %g %V %U %W` |
/// | time | `%H %I %k %l %M %S %p %P %T %R %r %X %c %s %z` |
/// | text | `%n %t %%` |
public final class StrftimeFormat {

    private static final String KNOWN = "YCymdejBbhAauwFDxGgVUWHIklMSpPTRrXcsznt%";

    /// Writes one directive, or the text between two.
    @FunctionalInterface
    private interface Piece {
        void append(StringBuilder out, OffsetDateTime time);
    }

    private final List<Piece> pieces;
    private final String pattern;

    private StrftimeFormat(String pattern, List<Piece> pieces) {
        this.pattern = pattern;
        this.pieces = pieces;
    }

    /// Compiles a pattern; what is no directive stands for itself.
    ///
    /// @throws IllegalArgumentException when a directive is unknown; the message names it and those
    ///   that are known
    public static StrftimeFormat parse(String pattern) {
        List<Piece> pieces = new ArrayList<>();
        int from = 0;
        for (int at = pattern.indexOf('%'); at >= 0; at = pattern.indexOf('%', from)) {
            literal(pieces, pattern.substring(from, at));
            if (at + 1 == pattern.length() || KNOWN.indexOf(pattern.charAt(at + 1)) < 0) {
                throw new IllegalArgumentException(
                        "time format '%s': directive '%s' is unknown; expected %% and one of %s"
                                .formatted(
                                        pattern,
                                        pattern.substring(at, Math.min(at + 2, pattern.length())),
                                        KNOWN));
            }
            pieces.add(piece(pattern.charAt(at + 1)));
            from = at + 2;
        }
        literal(pieces, pattern.substring(from));
        return new StrftimeFormat(pattern, List.copyOf(pieces));
    }

    /// The instant as a clock of this zone shows it.
    public String format(Instant instant, ZoneRules zone) {
        OffsetDateTime time = instant.atOffset(zone.getOffset(instant));
        StringBuilder out = new StringBuilder(pattern.length() + 16);
        for (Piece piece : pieces) {
            piece.append(out, time);
        }
        return out.toString();
    }

    /// The pattern.
    @Override
    public String toString() {
        return pattern;
    }

    private static void literal(List<Piece> pieces, String text) {
        if (!text.isEmpty()) {
            pieces.add((out, _) -> out.append(text));
        }
    }

    private static Piece piece(char directive) {
        return switch (directive) {
            case 'Y' -> (out, t) -> out.append(t.getYear());
            case 'C' -> (out, t) -> padded(out, Math.floorDiv(t.getYear(), 100), 2, '0');
            case 'y' -> (out, t) -> padded(out, Math.floorMod(t.getYear(), 100), 2, '0');
            case 'm' -> (out, t) -> padded(out, t.getMonthValue(), 2, '0');
            case 'd' -> (out, t) -> padded(out, t.getDayOfMonth(), 2, '0');
            case 'e' -> (out, t) -> padded(out, t.getDayOfMonth(), 2, ' ');
            case 'j' -> (out, t) -> padded(out, t.getDayOfYear(), 3, '0');
            case 'B' ->
                    (out, t) ->
                            out.append(t.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
            case 'b', 'h' -> (out, t) -> out.append(month(t));
            case 'A' ->
                    (out, t) ->
                            out.append(
                                    t.getDayOfWeek()
                                            .getDisplayName(TextStyle.FULL, Locale.ENGLISH));
            case 'a' -> (out, t) -> out.append(weekday(t));
            case 'u' -> (out, t) -> out.append(t.getDayOfWeek().getValue());
            case 'w' -> (out, t) -> out.append(sundayIsZero(t));
            case 'G' -> (out, t) -> out.append(t.get(IsoFields.WEEK_BASED_YEAR));
            case 'g' ->
                    (out, t) ->
                            padded(
                                    out,
                                    Math.floorMod(t.get(IsoFields.WEEK_BASED_YEAR), 100),
                                    2,
                                    '0');
            case 'V' -> (out, t) -> padded(out, t.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), 2, '0');
            case 'U' -> (out, t) -> padded(out, week(t, sundayIsZero(t)), 2, '0');
            case 'W' -> (out, t) -> padded(out, week(t, t.getDayOfWeek().getValue() - 1), 2, '0');
            case 'H' -> (out, t) -> padded(out, t.getHour(), 2, '0');
            case 'k' -> (out, t) -> padded(out, t.getHour(), 2, ' ');
            case 'I' -> (out, t) -> padded(out, halfDayHour(t), 2, '0');
            case 'l' -> (out, t) -> padded(out, halfDayHour(t), 2, ' ');
            case 'M' -> (out, t) -> padded(out, t.getMinute(), 2, '0');
            case 'S' -> (out, t) -> padded(out, t.getSecond(), 2, '0');
            case 'p' -> (out, t) -> out.append(t.getHour() < 12 ? "AM" : "PM");
            case 'P' -> (out, t) -> out.append(t.getHour() < 12 ? "am" : "pm");
            case 's' -> (out, t) -> out.append(t.toEpochSecond());
            case 'z' -> (out, t) -> offset(out, t.getOffset());
            case 'F' -> composed("%Y-%m-%d");
            case 'D', 'x' -> composed("%m/%d/%y");
            case 'T', 'X' -> composed("%H:%M:%S");
            case 'R' -> composed("%H:%M");
            case 'r' -> composed("%I:%M:%S %p");
            case 'c' -> composed("%a %b %e %H:%M:%S %Y");
            case 'n' -> (out, _) -> out.append('\n');
            case 't' -> (out, _) -> out.append('\t');
            case '%' -> (out, _) -> out.append('%');
            default -> throw new IllegalStateException("no piece for " + directive);
        };
    }

    private static Piece composed(String pattern) {
        List<Piece> parts = parse(pattern).pieces;
        return (out, time) -> parts.forEach(part -> part.append(out, time));
    }

    // Cut from the full name: what an abbreviation is differs between versions of locale data.

    private static String month(OffsetDateTime t) {
        return t.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH).substring(0, 3);
    }

    private static String weekday(OffsetDateTime t) {
        return t.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH).substring(0, 3);
    }

    private static int sundayIsZero(OffsetDateTime t) {
        return t.getDayOfWeek().getValue() % 7;
    }

    private static int halfDayHour(OffsetDateTime t) {
        return t.get(ChronoField.CLOCK_HOUR_OF_AMPM);
    }

    /// Weeks since the first day of the year on which `weekday` was 0.
    private static int week(OffsetDateTime t, int weekday) {
        return (t.getDayOfYear() - 1 + 7 - weekday) / 7;
    }

    private static void padded(StringBuilder out, int value, int width, char fill) {
        String digits = Integer.toString(value);
        for (int i = digits.length(); i < width; i++) {
            out.append(fill);
        }
        out.append(digits);
    }

    private static void offset(StringBuilder out, ZoneOffset offset) {
        int minutes = offset.getTotalSeconds() / 60;
        out.append(offset.getTotalSeconds() < 0 ? '-' : '+');
        padded(out, Math.abs(minutes) / 60, 2, '0');
        padded(out, Math.abs(minutes) % 60, 2, '0');
    }
}
