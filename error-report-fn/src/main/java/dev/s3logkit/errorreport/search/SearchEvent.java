package dev.s3logkit.errorreport.search;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A search as an event asks for it: see docs/error-report.md.
///
/// @param prefix in front of `logs/`: empty, or ending in `/`
public record SearchEvent(String bucket, String prefix, SearchQuery query) {

    private static final Set<String> FIELDS =
            Set.of(
                    "bucket",
                    "prefix",
                    "applications",
                    "last",
                    "from",
                    "to",
                    "texts",
                    "ignore_case",
                    "order",
                    "limit");

    private static final Pattern PERIOD = Pattern.compile("([1-9][0-9]{0,4}) ?([smhd])");
    private static final int DEFAULT_LIMIT = 100;
    private static final Duration DEFAULT_PERIOD = Duration.ofDays(1);

    /// Reads an event.
    ///
    /// @param defaultBucket where the event names none; or null
    /// @throws InvalidSearchException names the field and what is allowed
    public static SearchEvent parse(Map<?, ?> event, @Nullable String defaultBucket, Instant now)
            throws InvalidSearchException {
        for (Object name : event.keySet()) {
            if (!FIELDS.contains(String.valueOf(name))) {
                throw new InvalidSearchException(
                        "\"%s\" is no field; known are %s"
                                .formatted(name, FIELDS.stream().sorted().toList()));
            }
        }
        String bucket = text(event, "bucket", defaultBucket == null ? "" : defaultBucket);
        if (bucket.isEmpty()) {
            throw new InvalidSearchException("\"bucket\" is missing");
        }
        String prefix = text(event, "prefix", "");
        if (!prefix.isEmpty() && !prefix.endsWith("/")) {
            throw new InvalidSearchException("\"prefix\": expected to end in a slash: " + prefix);
        }
        boolean newest =
                switch (text(event, "order", "newest")) {
                    case "newest" -> true;
                    case "oldest" -> false;
                    default -> throw new InvalidSearchException("\"order\": newest or oldest");
                };
        Instant[] period = period(event, now);
        try {
            return new SearchEvent(
                    bucket,
                    prefix,
                    new SearchQuery(
                            texts(event, "applications"),
                            period[0],
                            period[1],
                            texts(event, "texts"),
                            event.get("ignore_case") instanceof Boolean flag && flag,
                            newest,
                            event.get("limit") instanceof Number limit
                                    ? limit.intValue()
                                    : DEFAULT_LIMIT));
        } catch (IllegalArgumentException e) {
            throw new InvalidSearchException(String.valueOf(e.getMessage()));
        }
    }

    private static Instant[] period(Map<?, ?> event, Instant now) throws InvalidSearchException {
        boolean range = event.containsKey("from") || event.containsKey("to");
        if (range && event.containsKey("last")) {
            throw new InvalidSearchException("give \"last\", or \"from\" and \"to\", not both");
        }
        if (!range) {
            String last = text(event, "last", "");
            return new Instant[] {
                now.minus(last.isEmpty() ? DEFAULT_PERIOD : duration(last)), now.plusMillis(1)
            };
        }
        String to = text(event, "to", "");
        return new Instant[] {
            instant("from", text(event, "from", "")), to.isEmpty() ? now : instant("to", to)
        };
    }

    /// A period such as `2h`.
    ///
    /// @throws InvalidSearchException when it is none
    public static Duration duration(String text) throws InvalidSearchException {
        Matcher matcher = PERIOD.matcher(text.strip());
        if (!matcher.matches()) {
            throw new InvalidSearchException(
                    "\"%s\" is no period: expected a number with s, m, h or d, such as 2h"
                            .formatted(text));
        }
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    /// A time such as `2026-11-20T10:00:00Z`, or a day, which starts at midnight UTC.
    ///
    /// @throws InvalidSearchException when it is none
    public static Instant instant(String field, String text) throws InvalidSearchException {
        try {
            return text.length() == 10
                    ? Instant.parse(text + "T00:00:00Z")
                    : java.time.OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException _) {
            throw new InvalidSearchException(
                    "\"%s\": \"%s\" is no time: expected 2026-11-20T10:00:00Z or 2026-11-20"
                            .formatted(field, text));
        }
    }

    private static String text(Map<?, ?> event, String name, String defaultValue)
            throws InvalidSearchException {
        Object value = event.get(name);
        return switch (value) {
            case null -> defaultValue;
            case String text -> text;
            default -> throw new InvalidSearchException("\"%s\": expected a text".formatted(name));
        };
    }

    private static List<String> texts(Map<?, ?> event, String name) throws InvalidSearchException {
        Object value = event.get(name);
        if (value instanceof String text) {
            return List.of(text);
        }
        List<String> texts = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (Object item : list) {
                if (!(item instanceof String text)) {
                    throw new InvalidSearchException("\"%s\": expected texts".formatted(name));
                }
                texts.add(text);
            }
        }
        return texts;
    }
}
