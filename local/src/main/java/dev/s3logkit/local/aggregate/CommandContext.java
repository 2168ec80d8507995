package dev.s3logkit.local.aggregate;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.local.logs.Streams;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What the commands share with the command line around them.
///
/// @param environment the process's variables with the global options put in
/// @param json whether `--json` was given; asked when the command runs
public record CommandContext(
        Streams streams, Supplier<Map<String, String>> environment, BooleanSupplier json) {

    /// The variables, with those of the command's options that were given put in.
    public Map<String, String> variables(Map<String, @Nullable String> options) {
        Map<String, String> variables = new HashMap<>(environment.get());
        options.forEach(
                (name, value) -> {
                    if (value != null) {
                        variables.put(name, value);
                    }
                });
        return variables;
    }

    /// Tells why something was not done; its name is said once.
    public static String describe(String name, IOException failure) {
        String message = String.valueOf(failure.getMessage());
        return message.contains(name) ? message : name + ": " + message;
    }

    /// Writes the result: one JSON object, or one `name value` line per count.
    public void result(Map<String, Long> counts, double costUsd) throws IOException {
        PrintStream out = new PrintStream(streams.out(), true, StandardCharsets.UTF_8);
        if (json.getAsBoolean()) {
            Map<String, Object> all = new LinkedHashMap<>(counts);
            all.put("estimated_cost_usd", costUsd);
            out.println(JSON.std.asString(all));
            return;
        }
        counts.forEach(
                (name, count) ->
                        out.printf(Locale.ROOT, "%-22s %,15d%n", name.replace('_', ' '), count));
        out.printf(Locale.ROOT, "%-22s %15.6f%n", "estimated cost, USD", costUsd);
    }
}
