package dev.s3logkit.common.archive.tar;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an archive says of one entry. Nothing is checked against the file system: a name may be
/// absolute or hold `..`.
///
/// @param name as stored, read as UTF-8; bytes that are none become U+FFFD
/// @param size of the body, bytes; 0 for kinds without a body
/// @param linkName what a link leads to, else null
/// @param paxRecords keywords and values of the extended headers that hold for this entry, known
///   and unknown ones
public record TarEntry(
        String name,
        long size,
        Instant mtime,
        TarType type,
        @Nullable String linkName,
        Map<String, String> paxRecords) {

    public TarEntry {
        paxRecords = Map.copyOf(paxRecords);
    }
}
