package dev.s3logkit.objectlambda.signature;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Access keys kept as a small JSON object in a secret store: `{"ACCESSKEYID": "secret", …}`. What
/// was read is used for some minutes. A key that is not in it makes it be read again, though not
/// often, so that a new key works soon and made-up ones cost nothing. Safe for use by any number of
/// threads.
public final class SecretAccessKeys implements AccessKeys {

    /// How long what was read is used.
    public static final Duration MAX_AGE = Duration.ofMinutes(5);

    /// What was read is used at least so long, even for keys that are not in it.
    public static final Duration MIN_AGE = Duration.ofSeconds(30);

    private static final int MAX_LENGTH = 65_536;
    private static final Pattern KEY_ID = Pattern.compile("\\w{3,128}");
    private static final int MIN_SECRET = 16;

    private final String name;
    private final Store store;
    private final Clock clock;
    private @Nullable Known known;

    /// Where the secret is.
    @FunctionalInterface
    public interface Store {

        /// The text of a secret.
        ///
        /// @throws IOException with a message that names the secret
        String read(String name) throws IOException;
    }

    private record Known(Map<String, String> secrets, Instant time) {

        /// Without what is secret.
        @Override
        public String toString() {
            return secrets.keySet() + " of " + time;
        }
    }

    /// @param name of the secret, or its ARN
    public SecretAccessKeys(String name, Store store, Clock clock) {
        this.name = name;
        this.store = store;
        this.clock = clock;
    }

    @Override
    public @Nullable String secretOf(String accessKeyId) throws IOException {
        return secrets(accessKeyId).get(accessKeyId);
    }

    private synchronized Map<String, String> secrets(String wanted) throws IOException {
        Instant now = clock.instant();
        Known last = known;
        if (last != null) {
            Duration age = Duration.between(last.time, now);
            Duration limit = last.secrets.containsKey(wanted) ? MAX_AGE : MIN_AGE;
            if (!age.isNegative() && age.compareTo(limit) < 0) {
                return last.secrets;
            }
        }
        Known read = new Known(parse(store.read(name)), now);
        known = read;
        return read.secrets;
    }

    /// Reads the JSON object.
    private Map<String, String> parse(String text) throws IOException {
        if (text.length() > MAX_LENGTH) {
            throw bad("it has %d characters, of at most %d".formatted(text.length(), MAX_LENGTH));
        }
        Object json;
        try {
            json = JSON.std.anyFrom(text);
        } catch (JacksonException e) {
            // Not as the cause: its message quotes the text.
            throw bad("it is no JSON");
        }
        if (!(json instanceof Map<?, ?> fields) || fields.isEmpty()) {
            throw bad("it is no JSON object with at least one key");
        }
        Map<String, String> secrets = new HashMap<>();
        for (Map.Entry<?, ?> field : fields.entrySet()) {
            String id = String.valueOf(field.getKey());
            if (!KEY_ID.matcher(id).matches()) {
                throw bad("one of its names is no access key id: 3 to 128 letters and digits");
            }
            if (!(field.getValue() instanceof String secret) || secret.length() < MIN_SECRET) {
                throw bad(
                        "the value of %s is no text of at least %d characters"
                                .formatted(id, MIN_SECRET));
            }
            secrets.put(id, secret);
        }
        return Map.copyOf(secrets);
    }

    private IOException bad(String problem) {
        return new IOException(
                "the secret %s does not hold access keys, such as {\"EXAMPLEKEYID\": \"secret\"}: %s"
                        .formatted(name, problem));
    }
}
