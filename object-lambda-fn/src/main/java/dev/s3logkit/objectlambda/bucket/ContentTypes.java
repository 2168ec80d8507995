package dev.s3logkit.objectlambda.bucket;

import java.util.Locale;
import java.util.Map;

/// What the content of a file is, by its extension.
final class ContentTypes {

    /// What S3 says of objects of which nobody said anything.
    private static final String UNKNOWN = "binary/octet-stream";

    private static final Map<String, String> BY_EXTENSION =
            Map.ofEntries(
                    Map.entry("avif", "image/avif"),
                    Map.entry("css", "text/css"),
                    Map.entry("csv", "text/csv"),
                    Map.entry("gif", "image/gif"),
                    Map.entry("htm", "text/html"),
                    Map.entry("html", "text/html"),
                    Map.entry("jpeg", "image/jpeg"),
                    Map.entry("jpg", "image/jpeg"),
                    Map.entry("js", "text/javascript"),
                    Map.entry("json", "application/json"),
                    Map.entry("log", "text/plain"),
                    Map.entry("md", "text/markdown"),
                    Map.entry("mp4", "video/mp4"),
                    Map.entry("pdf", "application/pdf"),
                    Map.entry("png", "image/png"),
                    Map.entry("svg", "image/svg+xml"),
                    Map.entry("tsv", "text/tab-separated-values"),
                    Map.entry("txt", "text/plain"),
                    Map.entry("webp", "image/webp"),
                    Map.entry("xml", "application/xml"));

    private ContentTypes() {}

    static String of(String key) {
        String name = key.substring(key.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        return dot < 0
                ? UNKNOWN
                : BY_EXTENSION.getOrDefault(
                        name.substring(dot + 1).toLowerCase(Locale.ROOT), UNKNOWN);
    }
}
