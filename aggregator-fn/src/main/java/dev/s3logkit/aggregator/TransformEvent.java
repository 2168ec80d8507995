package dev.s3logkit.aggregator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the schedule, or a person, asks of the transformer. Other fields are ignored, since a
/// schedule adds its own.
///
/// @param region of the output bucket, or null for the function's own
/// @param bucket where output goes, or null for the configured one
/// @param prefix start of the output keys, or null for the configured one
/// @param now takes groups that are not quiet yet, too
/// @param aggregate folders with files of the system before this one
record TransformEvent(
        @Nullable String region,
        @Nullable String bucket,
        @Nullable String prefix,
        boolean now,
        List<String> aggregate) {

    /// @throws IllegalArgumentException names the field, what was found and what was expected
    static TransformEvent of(Map<String, Object> input) {
        Object now = input.get("now");
        if (now != null && !(now instanceof Boolean)) {
            throw new IllegalArgumentException("\"now\" is " + now + ", expected true or false");
        }
        return new TransformEvent(
                text(input, "region"),
                text(input, "bucket"),
                text(input, "prefix"),
                Boolean.TRUE.equals(now),
                texts(input, "aggregate"));
    }

    private static @Nullable String text(Map<String, Object> input, String name) {
        Object value = input.get(name);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw new IllegalArgumentException("\"%s\" is %s, expected text".formatted(name, value));
    }

    private static List<String> texts(Map<String, Object> input, String name) {
        Object value = input.get(name);
        List<String> texts = new ArrayList<>();
        if (value == null) {
            return texts;
        }
        if (value instanceof List<?> list) {
            for (Object element : list) {
                if (!(element instanceof String text)) {
                    throw new IllegalArgumentException(
                            "\"%s\" holds %s, expected texts".formatted(name, element));
                }
                texts.add(text);
            }
            return texts;
        }
        throw new IllegalArgumentException(
                "\"%s\" is %s, expected a list of texts".formatted(name, value));
    }
}
