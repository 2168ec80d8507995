package dev.s3logkit.errorreport.extract;

import java.util.LinkedHashMap;
import java.util.Map;

/// Labeled tab-separated values: `label:value TAB label:value`.
final class Ltsv {

    private Ltsv() {}

    /// The fields of a line; none when it is no such line. One field alone might be any text.
    static Map<String, Object> fields(String line) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (line.indexOf('\t') < 0) {
            return fields;
        }
        for (String field : line.split("\t", -1)) {
            int colon = field.indexOf(':');
            if (colon < 1 || !label(field.substring(0, colon))) {
                return Map.of();
            }
            fields.put(field.substring(0, colon), field.substring(colon + 1));
        }
        return fields;
    }

    private static boolean label(String text) {
        return text.length() <= 100
                && !Character.isDigit(text.charAt(0))
                && text.chars().allMatch(Ltsv::labelCharacter);
    }

    private static boolean labelCharacter(int c) {
        return (c < 0x80 && Character.isLetterOrDigit(c))
                || c == '_'
                || c == '-'
                || c == '.'
                || c == '@';
    }
}
