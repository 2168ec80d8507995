package dev.s3logkit.errorreport.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.errorreport.report.Report;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The dashboard: data, and one page that holds the data, its style and its script, and asks nobody
/// but its own folder for anything.
///
/// @param json what the page shows
public record Dashboard(String json) {

    private static final String STYLE = resource("page.css");
    private static final String SCRIPT = resource("page.js");

    /// All of the page but the data: what allows its own style and script and no others.
    private static final String PAGE =
            resource("page.html")
                    .replace("${styleHash}", hash(STYLE))
                    .replace("${scriptHash}", hash(SCRIPT))
                    .replace("${style}", STYLE)
                    .replace("${script}", SCRIPT);

    /// The dashboard of some reports.
    ///
    /// @param windowEnd of the window that the reports are about
    /// @param generated the time of writing
    public static Dashboard of(Instant windowEnd, Instant generated, List<Report> reports) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("version", 1);
        data.put("generated", generated.toString());
        data.put("window_end", windowEnd.toString());
        data.put("reports", reports.stream().map(Report::toJson).toList());
        try {
            return new Dashboard(JSON.std.asString(data));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The page as UTF-8. Whatever a log held, it is text inside of a JSON string there: no
    /// character of it can end the element that it stands in.
    public byte[] html() {
        int place = PAGE.indexOf("${data}");
        return (PAGE.substring(0, place)
                        + harmless(json)
                        + PAGE.substring(place + "${data}".length()))
                .getBytes(UTF_8);
    }

    /// The data as UTF-8.
    public byte[] data() {
        return json.getBytes(UTF_8);
    }

    /// JSON that holds no markup; in JSON these characters occur only inside of strings.
    private static String harmless(String json) {
        return json.replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }

    private static String resource(String name) {
        try (InputStream in = Dashboard.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
