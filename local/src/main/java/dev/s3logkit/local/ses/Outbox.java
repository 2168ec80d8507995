package dev.s3logkit.local.ses;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A folder with a pair of files for each mail: `.eml` with all of it, `.html` to look at. Safe for
/// use by several threads.
public final class Outbox {

    private static final int SLUG = 60;
    private static final String LINE = "\r\n";

    private final Path folder;
    private final List<SentMail> mails = new ArrayList<>();
    private int number;

    private Outbox(Path folder, int number) {
        this.folder = folder;
        this.number = number;
    }

    /// Opens a folder, which is made if it is not there; mails go on from the highest number in it.
    public static Outbox open(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.list(folder)) {
            int highest =
                    files.map(file -> String.valueOf(file.getFileName()))
                            .filter(name -> name.matches("\\d{4,9}-.*"))
                            .mapToInt(name -> Integer.parseInt(name.split("-", 2)[0]))
                            .max()
                            .orElse(0);
            return new Outbox(folder, highest);
        }
    }

    /// Where the files are.
    public Path folder() {
        return folder;
    }

    /// The mails of this run, oldest first.
    public synchronized List<SentMail> mails() {
        return List.copyOf(mails);
    }

    /// Adds a mail.
    public synchronized SentMail add(
            String messageId,
            String from,
            List<String> to,
            List<String> replyTo,
            String subject,
            String html,
            String text)
            throws IOException {
        number++;
        String name = "%04d-%s".formatted(number, slug(subject));
        Path eml = folder.resolve(name + ".eml");
        Path page = folder.resolve(name + ".html");
        Files.writeString(eml, message(messageId, from, to, replyTo, subject, html, text), UTF_8);
        Files.writeString(page, html, UTF_8);
        SentMail mail = new SentMail(messageId, from, to, subject, html, text, eml, page);
        mails.add(mail);
        return mail;
    }

    private static String slug(String subject) {
        String slug =
                subject.toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9]+", "-")
                        .replaceAll("^-|-$", "");
        return slug.length() > SLUG ? slug.substring(0, SLUG) : slug;
    }

    /// A message of two alternative parts (RFC 2046, 5.1.4), the better one last.
    private static String message(
            String messageId,
            String from,
            List<String> to,
            List<String> replyTo,
            String subject,
            String html,
            String text) {
        String border = "=_" + messageId;
        StringBuilder out = new StringBuilder();
        header(out, "From", from);
        header(out, "To", String.join(", ", to));
        if (!replyTo.isEmpty()) {
            header(out, "Reply-To", String.join(", ", replyTo));
        }
        header(out, "Subject", encodedWords(subject));
        header(
                out,
                "Date",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        Instant.now().atOffset(ZoneOffset.UTC)));
        header(out, "Message-ID", "<" + messageId + "@local>");
        header(out, "MIME-Version", "1.0");
        header(out, "Content-Type", "multipart/alternative; boundary=\"" + border + "\"");
        out.append(LINE);
        part(out, border, "text/plain", text);
        part(out, border, "text/html", html);
        out.append("--").append(border).append("--").append(LINE);
        return out.toString();
    }

    private static void header(StringBuilder out, String name, String value) {
        out.append(name).append(": ").append(value.replaceAll("[\r\n]", " ")).append(LINE);
    }

    private static void part(StringBuilder out, String border, String type, String content) {
        out.append("--").append(border).append(LINE);
        header(out, "Content-Type", type + "; charset=UTF-8");
        header(out, "Content-Transfer-Encoding", "base64");
        out.append(LINE)
                .append(Base64.getMimeEncoder().encodeToString(content.getBytes(UTF_8)))
                .append(LINE);
    }

    /// RFC 2047: words of at most 75 characters, none of which splits a character.
    private static String encodedWords(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        text.codePoints()
                .forEach(
                        c -> {
                            String next = word + Character.toString(c);
                            if (next.getBytes(UTF_8).length > 42) {
                                words.add(word.toString());
                                word.setLength(0);
                            }
                            word.appendCodePoint(c);
                        });
        words.add(word.toString());
        return words.stream()
                .map(
                        w ->
                                "=?UTF-8?B?"
                                        + Base64.getEncoder().encodeToString(w.getBytes(UTF_8))
                                        + "?=")
                .collect(Collectors.joining(" "));
    }
}
