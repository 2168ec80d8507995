package dev.s3logkit.local.logs;

/// Numbers for people. [java.util.Formatter] would load its locale data for them, which costs a
/// short run a tenth of its time.
final class Figures {

    private Figures() {}

    /// Thousands apart: `1,434,160`.
    static String grouped(long value) {
        StringBuilder text = new StringBuilder(Long.toString(value));
        for (int i = text.length() - 3; i > 0; i -= 3) {
            text.insert(i, ',');
        }
        return text.toString();
    }

    /// `value / 10^digits`, such as `1.05` for 105 and 2.
    static String decimal(long value, int digits) {
        StringBuilder text = new StringBuilder(Long.toString(value));
        while (text.length() <= digits) {
            text.insert(0, '0');
        }
        return text.insert(text.length() - digits, '.').toString();
    }
}
