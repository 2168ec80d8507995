package dev.s3logkit.common.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.zone.ZoneRules;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Environment variables read as values. A variable that is absent or empty has its default; a
/// value that cannot be used is a [ConfigException]. Immutable.
///
/// Two words are misspelled in names that are in use, `STAGGING` and `WRTIER`. A variable asked for
/// under such a name is found under the correct spelling too, which wins.
public final class Environment {

    private static final List<String> TRUE = List.of("true", "1", "yes");
    private static final List<String> FALSE = List.of("false", "0", "no");

    private final Map<String, String> variables;

    private Environment(Map<String, String> variables) {
        this.variables = variables;
    }

    /// The environment that holds these variables; the map is copied.
    public static Environment of(Map<String, String> variables) {
        return new Environment(Map.copyOf(variables));
    }

    /// The value as it stands, or null when there is none.
    public @Nullable String text(String name) {
        Setting setting = find(name);
        return setting == null ? null : setting.value;
    }

    /// The value as it stands.
    public String text(String name, String defaultValue) {
        String value = text(name);
        return value == null ? defaultValue : value;
    }

    /// A decimal integer from `min` to `max`, both included.
    public int integer(String name, int defaultValue, int min, int max) {
        return (int) longInteger(name, defaultValue, min, max);
    }

    /// As [#integer(String, int, int, int)] for numbers of 64 bits.
    public long longInteger(String name, long defaultValue, long min, long max) {
        Setting setting = find(name);
        if (setting == null) {
            return defaultValue;
        }
        String allowed = "an integer from %d to %d".formatted(min, max);
        long value;
        try {
            value = Long.parseLong(setting.value.strip());
        } catch (NumberFormatException e) {
            throw setting.rejected(allowed, e);
        }
        if (value < min || value > max) {
            throw setting.rejected(allowed);
        }
        return value;
    }

    /// `true`, `1`, `yes` or `false`, `0`, `no`, in any case.
    public boolean flag(String name, boolean defaultValue) {
        Setting setting = find(name);
        if (setting == null) {
            return defaultValue;
        }
        String value = setting.value.strip().toLowerCase(Locale.ROOT);
        if (TRUE.contains(value)) {
            return true;
        }
        if (FALSE.contains(value)) {
            return false;
        }
        throw setting.rejected("true, false, 1, 0, yes or no");
    }

    /// One of the words, which are compared in any case and returned as `allowed` spells them.
    public String oneOf(String name, String defaultValue, String... allowed) {
        Setting setting = find(name);
        if (setting == null) {
            return defaultValue;
        }
        return Arrays.stream(allowed)
                .filter(word -> word.equalsIgnoreCase(setting.value.strip()))
                .findFirst()
                .orElseThrow(() -> setting.rejected("one of " + String.join(", ", allowed)));
    }

    /// A constant of the default's enum, by its name in any case.
    public <E extends Enum<E>> E oneOf(String name, E defaultValue) {
        Class<E> type = defaultValue.getDeclaringClass();
        String[] names =
                Arrays.stream(type.getEnumConstants()).map(Enum::name).toArray(String[]::new);
        return Enum.valueOf(type, oneOf(name, defaultValue.name(), names));
    }

    /// A path of the default file system; whether something is there is not looked at.
    public Path path(String name, String defaultValue) {
        Setting setting = find(name);
        if (setting == null) {
            return Path.of(defaultValue);
        }
        try {
            return Path.of(setting.value);
        } catch (InvalidPathException e) {
            throw setting.rejected("a path", e);
        }
    }

    /// A time zone in a form that [PosixTimeZone#parse(String)] reads.
    public ZoneRules timeZone(String name, String defaultValue) {
        return parsed(name, defaultValue, PosixTimeZone::parse);
    }

    /// A format of times as [StrftimeFormat#parse(String)] reads it.
    public StrftimeFormat timeFormat(String name, String defaultValue) {
        return parsed(name, defaultValue, StrftimeFormat::parse);
    }

    /// What a parser makes of the value, or of the default's text.
    ///
    /// @param parser refuses by an [IllegalArgumentException] whose message says what is allowed
    public <T> T parsed(String name, String defaultValue, Function<String, T> parser) {
        Setting setting = find(name);
        if (setting == null) {
            return parser.apply(defaultValue);
        }
        try {
            return parser.apply(setting.value);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(setting.name, e);
        }
    }

    private @Nullable Setting find(String name) {
        String correct = name.replace("STAGGING", "STAGING").replace("WRTIER", "WRITER");
        Setting setting = setting(correct);
        return setting != null || correct.equals(name) ? setting : setting(name);
    }

    private @Nullable Setting setting(String name) {
        String value = variables.get(name);
        return value == null || value.isEmpty() ? null : new Setting(name, value);
    }

    /// A value under the name by which it was found, which is the one to complain about.
    private record Setting(String name, String value) {

        ConfigException rejected(String allowed) {
            return new ConfigException(name, value, allowed);
        }

        ConfigException rejected(String allowed, Throwable cause) {
            return new ConfigException(name, value, allowed, cause);
        }
    }
}
