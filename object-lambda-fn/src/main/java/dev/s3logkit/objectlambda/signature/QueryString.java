package dev.s3logkit.objectlambda.signature;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The parameters of a query.
///
/// @param canonical encoded as signatures want it, sorted, without the signature itself
/// @param values decoded; the first of a name that occurs several times
record QueryString(String canonical, Map<String, String> values) {

    static final String SIGNATURE = "X-Amz-Signature";

    /// @throws RefusedException when an escape is none
    static QueryString parse(String query) throws RefusedException {
        List<String> pairs = new ArrayList<>();
        Map<String, String> values = new TreeMap<>();
        for (String part : query.split("&", -1)) {
            if (part.isEmpty()) {
                continue;
            }
            int equals = part.indexOf('=');
            String name = equals < 0 ? part : part.substring(0, equals);
            String value = equals < 0 ? "" : part.substring(equals + 1);
            String decodedName = Escapes.text(name);
            values.putIfAbsent(decodedName, Escapes.text(value));
            if (!decodedName.equals(SIGNATURE)) {
                // A separator below every character of a canonical name sorts by name, then value.
                pairs.add(Escapes.canonical(name, true) + '\0' + Escapes.canonical(value, true));
            }
        }
        pairs.sort(null);
        return new QueryString(String.join("&", pairs).replace('\0', '='), values);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /// The value of a parameter; empty when there is none.
    String value(String name) {
        return values.getOrDefault(name, "");
    }
}
