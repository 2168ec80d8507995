package dev.s3logkit.local.states;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// JSON with every null kept.
final class Json {

    private static final JSON FORMAT = JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES);

    private Json() {}

    static String text(@Nullable Object value) {
        try {
            return value == null ? "null" : FORMAT.asString(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static @Nullable Object value(String text) throws IOException {
        return FORMAT.anyFrom(text);
    }
}
