package dev.s3logkit.common.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.regex.Pattern;

/// S3's error document: `<Error><Code>…</Code><Message>…</Message>…</Error>`. Only texts are taken
/// out of it, whatever the rest is.
public final class ErrorDocument {

    /// More than any answer of S3 has.
    public static final int MAX_BYTES = 64 << 10;

    private static final int MAX_TEXT = 1000;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");

    private final String document;

    /// A document of at most [#MAX_BYTES], which need not be one.
    public ErrorDocument(byte[] body) {
        this.document = new String(body, UTF_8);
    }

    /// The text of an element without elements in it; empty when there is none.
    public String text(String element) {
        int from = document.indexOf("<" + element + ">");
        if (from < 0) {
            return "";
        }
        int start = from + element.length() + 2;
        int end = document.indexOf("</" + element + ">", start);
        if (end < 0 || end - start > MAX_TEXT) {
            return "";
        }
        String text =
                document.substring(start, end)
                        .replace("&lt;", "<")
                        .replace("&gt;", ">")
                        .replace("&quot;", "\"")
                        .replace("&apos;", "'")
                        .replace("&amp;", "&");
        return CONTROL.matcher(text).replaceAll(" ");
    }
}
