package dev.s3logkit.objectlambda.mapping;

import dev.s3logkit.common.archive.EntryName;
import dev.s3logkit.common.config.ConfigException;
import dev.s3logkit.common.s3.S3Uri;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// All mappings of a virtual bucket. Immutable.
public final class VirtualMap {

    private static final String SYNTAX = "virtual/prefix|s3://bucket/prefix/object";

    private final NavigableMap<String, Mapping> byPrefix;

    private VirtualMap(NavigableMap<String, Mapping> byPrefix) {
        this.byPrefix = byPrefix;
    }

    /// The mappings of these lines, `virtual/prefix|s3://bucket/prefix/object`. Slashes at the ends
    /// of a prefix do not count, and an empty one is the whole bucket. Blank lines and those that
    /// start with `#` are passed over, and so is a line that says again what another one says.
    ///
    /// @throws ConfigException when a line cannot be used, or two lines put different archives
    ///   behind one prefix; the message names the line and where it is
    public static VirtualMap of(Collection<MappingLine> lines) {
        NavigableMap<String, Mapping> byPrefix = new TreeMap<>(EntryName::compare);
        for (MappingLine line : lines) {
            String text = line.text().strip();
            if (text.isEmpty() || text.startsWith("#")) {
                continue;
            }
            Mapping mapping = mapping(line.where(), text);
            Mapping other = byPrefix.putIfAbsent(mapping.prefix(), mapping);
            if (other != null && !other.equals(mapping)) {
                throw new ConfigException(
                        line.where(),
                        text,
                        "another prefix, since %s is behind this one already"
                                .formatted(other.archive()));
            }
        }
        return new VirtualMap(byPrefix);
    }

    private static Mapping mapping(String where, String text) {
        // The first one: a key may hold such text, too.
        int bar = text.indexOf("|s3://");
        if (bar < 0) {
            throw new ConfigException(where, text, SYNTAX);
        }
        String prefix = prefix(text.substring(0, bar).strip());
        S3Uri archive;
        try {
            archive = S3Uri.parse(text.substring(bar + 1).strip());
        } catch (IllegalArgumentException e) {
            throw new ConfigException(where, text, SYNTAX, e);
        }
        if (archive.key().isEmpty() || archive.key().endsWith("/")) {
            throw new ConfigException(where, text, SYNTAX + ", which names an object");
        }
        for (String name : prefix.split("/", -1)) {
            if (name.equals(".") || name.equals("..")) {
                throw new ConfigException(where, text, "a prefix without . and ..");
            }
        }
        return new Mapping(prefix, archive);
    }

    private static String prefix(String written) {
        int start = 0;
        int end = written.length();
        while (start < end && written.charAt(start) == '/') {
            start++;
        }
        while (end > start && written.charAt(end - 1) == '/') {
            end--;
        }
        return start == end ? "" : written.substring(start, end) + "/";
    }

    /// The mapping that a key belongs to: the longest prefix wins. Empty when no archive is behind
    /// it, so that an object beside the archives may have it.
    public Optional<Mapping> find(String key) {
        for (int slash = key.lastIndexOf('/');
                slash >= 0;
                slash = key.lastIndexOf('/', slash - 1)) {
            Mapping mapping = byPrefix.get(key.substring(0, slash + 1));
            if (mapping != null) {
                return Optional.of(mapping);
            }
        }
        return Optional.ofNullable(byPrefix.get(""));
    }

    /// The mappings whose prefixes a key goes on behind, from the outermost on: those that have
    /// keys both before and behind it.
    public List<Mapping> around(String key) {
        List<Mapping> around = new ArrayList<>();
        for (int length = 0; length < key.length(); length++) {
            if (length == 0 || key.charAt(length - 1) == '/') {
                Mapping mapping = byPrefix.get(key.substring(0, length));
                if (mapping != null) {
                    around.add(mapping);
                }
            }
        }
        return around;
    }

    /// The first mapping whose prefix is not before a key, or null when there is none.
    public @Nullable Mapping next(String key) {
        Map.Entry<String, Mapping> next = byPrefix.ceilingEntry(key);
        return next == null ? null : next.getValue();
    }

    /// Whether there is a mapping inside of a mapping.
    public boolean holdsOthers(Mapping mapping) {
        String inside = byPrefix.higherKey(mapping.prefix());
        return inside != null && inside.startsWith(mapping.prefix());
    }

    /// All mappings, sorted by the UTF-8 bytes of their prefixes.
    public List<Mapping> mappings() {
        return List.copyOf(byPrefix.values());
    }
}
