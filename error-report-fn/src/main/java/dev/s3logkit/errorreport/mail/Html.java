package dev.s3logkit.errorreport.mail;

/// HTML under construction. What comes from a log goes through [#text] or [#lines] and nowhere
/// else.
final class Html {

    private static final char UNPRINTABLE = '\uFFFD';

    private final StringBuilder out = new StringBuilder(16_384);

    /// Adds markup that this program wrote.
    Html markup(String constant) {
        out.append(constant);
        return this;
    }

    /// Adds text, fit for content and for attributes in double quotes.
    Html text(String text) {
        escape(text);
        return this;
    }

    /// Adds a number in groups of thousands.
    Html number(long number) {
        out.append(String.format(java.util.Locale.ROOT, "%,d", number));
        return this;
    }

    /// Adds text over several lines, indentation kept: mail clients do not agree on `pre`.
    Html lines(String text) {
        boolean first = true;
        for (String line : text.split("\r\n|\r|\n", -1)) {
            if (!first) {
                out.append("<br>");
            }
            first = false;
            int indent = 0;
            while (indent < line.length() && " \t".indexOf(line.charAt(indent)) >= 0) {
                out.append(line.charAt(indent) == '\t' ? "&nbsp;&nbsp;&nbsp;&nbsp;" : "&nbsp;");
                indent++;
            }
            escape(line.substring(indent));
        }
        return this;
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(isShown(c) ? c : UNPRINTABLE);
            }
        }
    }

    /// Control characters are not, nor those that turn the direction of what follows.
    static boolean isShown(char c) {
        boolean control = (c < ' ' && c != '\t' && c != '\n') || (c >= 0x7F && c < 0xA0);
        boolean direction =
                (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
        return !control && !direction;
    }

    /// Bytes in UTF-8 so far.
    int size() {
        return out.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
