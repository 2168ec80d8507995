package dev.s3logkit.local.s3.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/// One page of a listing.
///
/// @param commonPrefixes what keys share up to the delimiter
/// @param last the last key or common prefix of the page; null when the listing ends with it
public record Listing(
        List<StoredObject> objects, List<String> commonPrefixes, @Nullable String last) {

    /// What is listed.
    ///
    /// @param delimiter empty for none
    /// @param after a key or common prefix; the page starts behind it; empty for the beginning
    /// @param limit most objects and common prefixes of the page
    public record Query(String prefix, String delimiter, String after, int limit) {}

    static Listing of(NavigableMap<String, StoredObject> index, Query query) {
        List<StoredObject> objects = new ArrayList<>();
        List<String> prefixes = new ArrayList<>();
        String last = null;
        Map.Entry<String, StoredObject> entry = first(index, query);
        while (entry != null && entry.getKey().startsWith(query.prefix) && query.limit > 0) {
            String key = entry.getKey();
            String common = commonPrefix(key, query);
            if (!common.equals(query.after) || common.isEmpty()) {
                if (objects.size() + prefixes.size() == query.limit) {
                    return new Listing(objects, prefixes, last);
                }
                if (common.isEmpty()) {
                    objects.add(entry.getValue());
                    last = key;
                } else {
                    prefixes.add(common);
                    last = common;
                }
            }
            entry = common.isEmpty() ? index.higherEntry(key) : behind(index, common);
        }
        return new Listing(objects, prefixes, null);
    }

    private static Map.@Nullable Entry<String, StoredObject> first(
            NavigableMap<String, StoredObject> index, Query query) {
        return Utf8Order.INSTANCE.compare(query.after, query.prefix) < 0
                ? index.ceilingEntry(query.prefix)
                : query.after.isEmpty() ? index.firstEntry() : index.higherEntry(query.after);
    }

    /// Up to and including the first delimiter after the prefix; empty when there is none.
    private static String commonPrefix(String key, Query query) {
        int at =
                query.delimiter.isEmpty()
                        ? -1
                        : key.indexOf(query.delimiter, query.prefix.length());
        return at < 0 ? "" : key.substring(0, at + query.delimiter.length());
    }

    private static Map.@Nullable Entry<String, StoredObject> behind(
            NavigableMap<String, StoredObject> index, String prefix) {
        Map.Entry<String, StoredObject> entry = index.higherEntry(prefix + Utf8Order.LAST);
        while (entry != null && entry.getKey().startsWith(prefix)) {
            entry = index.higherEntry(entry.getKey());
        }
        return entry;
    }
}
