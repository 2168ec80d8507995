package dev.s3logkit.errorreport.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DashboardTest {

    private static final Instant END = Instant.parse("2026-11-21T10:10:00Z");

    private static String between(String text, String start, String end) {
        int from = text.indexOf(start) + start.length();
        return text.substring(from, text.indexOf(end, from));
    }

    @Test
    void holdsItsDataWhereNothingOfItCanBecomeMarkup() {
        String hostile = "{\"a\":\"</script><script>alert(1)</script><!-- & \u2028 ${style}\"}";
        String page = new String(new Dashboard(hostile).html(), UTF_8);

        String data = between(page, "<script type=\"application/json\" id=\"data\">", "</script>");
        assertThat(data)
                .isEqualTo(
                        "{\"a\":\"\\u003c/script\\u003e\\u003cscript\\u003ealert(1)\\u003c/script"
                                + "\\u003e\\u003c!-- \\u0026 \\u2028 ${style}\"}");
        assertThat(page).doesNotContain("alert(1)</script>");
    }

    @Test
    void allowsItsOwnStyleAndScriptAndNoOthers() throws Exception {
        String page = new String(Dashboard.of(END, END, List.of()).html(), UTF_8);
        String policy = between(page, "Content-Security-Policy\" content=\"", "\">");

        assertThat(policy)
                .startsWith("default-src 'none'")
                .contains(
                        "script-src '"
                                + hash(between(page, "</script>\n<script>", "</script>"))
                                + "'")
                .contains("style-src '" + hash(between(page, "<style>", "</style>")) + "'")
                .doesNotContain("unsafe");
        // Style attributes would be refused.
        assertThat(page).doesNotContain(" style=");
    }

    @Test
    void asksNobodyButItsOwnFolderForAnything() {
        String page = new String(Dashboard.of(END, END, List.of()).html(), UTF_8);

        Matcher urls = Pattern.compile("(https?:)?//[a-z][^\"' ]*").matcher(page);
        while (urls.find()) {
            // A name of XML's, which nobody asks for.
            assertThat(urls.group()).isEqualTo("http://www.w3.org/2000/svg");
        }
        assertThat(page).contains("fetch(\"dashboard.json\"").doesNotContain("@import", "url(");
    }

    private static String hash(String text) throws Exception {
        return "sha256-"
                + Base64.getEncoder()
                        .encodeToString(
                                MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    }
}
