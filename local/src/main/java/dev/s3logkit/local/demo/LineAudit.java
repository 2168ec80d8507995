package dev.s3logkit.local.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Counts every line on its way in and on its way out, and tells which differ. Bytes are compared,
/// not characters.
final class LineAudit {

    private static final int SHOWN = 5;

    private final Map<String, Integer> balance = new HashMap<>();
    private long in;
    private long out;

    /// Notes the lines of a delivered object.
    void delivered(byte[] object) {
        for (String line : lines(object)) {
            in++;
            balance.merge(line, 1, Integer::sum);
        }
    }

    /// Notes a line that came out.
    void emitted(String line) {
        out++;
        balance.merge(line, -1, Integer::sum);
    }

    static List<String> lines(byte[] bytes) {
        return new String(bytes, ISO_8859_1).lines().toList();
    }

    long in() {
        return in;
    }

    long out() {
        return out;
    }

    /// The first lines that are missing (`-`) or came out too often (`+`); empty when all is well.
    List<String> differences() {
        List<String> differences = new ArrayList<>();
        balance.forEach(
                (line, count) -> {
                    if (count != 0 && differences.size() < SHOWN) {
                        differences.add((count > 0 ? "- " : "+ ") + line);
                    }
                });
        return differences;
    }
}
