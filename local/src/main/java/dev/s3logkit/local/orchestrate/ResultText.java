package dev.s3logkit.local.orchestrate;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The result for people: a line for each value, groups as a table, examples below their kind.
final class ResultText {

    private ResultText() {}

    static void print(Map<String, Object> fields, PrintStream out) {
        print("", fields, out);
    }

    private static void print(String indent, Map<?, ?> fields, PrintStream out) {
        fields.forEach(
                (name, value) -> {
                    String label = indent + String.valueOf(name).replace('_', ' ');
                    switch (value) {
                        case Long number -> out.printf(Locale.ROOT, "%-34s %,20d%n", label, number);
                        case Integer number ->
                                out.printf(Locale.ROOT, "%-34s %,20d%n", label, number);
                        case Double number ->
                                out.printf(Locale.ROOT, "%-34s %20.6f%n", label, number);
                        case Map<?, ?> inner
                                when inner.get("objects") instanceof Long objects
                                        && inner.get("bytes") instanceof Long bytes ->
                                out.printf(
                                        Locale.ROOT,
                                        "%-34s %,20d objects %,24d bytes%n",
                                        indent + name,
                                        objects,
                                        bytes);
                        case Map<?, ?> inner when inner.isEmpty() -> {}
                        case Map<?, ?> inner -> {
                            out.println(label);
                            print(indent + "  ", inner, out);
                        }
                        case List<?> texts -> {
                            out.println(label);
                            texts.forEach(text -> out.println(indent + "  " + visible(text)));
                        }
                        default -> out.printf(Locale.ROOT, "%-34s %s%n", label, visible(value));
                    }
                });
    }

    /// Keys may hold line breaks and what a terminal obeys.
    private static String visible(Object text) {
        return String.valueOf(text).replaceAll("\\p{Cntrl}", "?");
    }
}
