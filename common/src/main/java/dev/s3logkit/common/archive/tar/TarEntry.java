package dev.s3logkit.common.archive.tar;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an archive says of one entry. Nothing is checked against the file system: a name may be
/// absolute or hold `..`.
///
/// @param name as stored, mapped as [dev.s3logkit.common.archive.EntryName] says
/// @param size of the body, bytes; 0 for kinds without a body
/// @param permissions the lower twelve bits of the mode
/// @param linkName what a link leads to, mapped as names are; else null
/// @param owner number of the user, or -1 where the header holds no number
/// @param group number of the group, or -1 where the header holds no number
/// @param paxRecords keywords and values of the extended headers that hold for this entry, known
///   and unknown ones
public record TarEntry(
        String name,
        long size,
        Instant mtime,
        TarType type,
        int permissions,
        @Nullable String linkName,
        long owner,
        long group,
        Map<String, String> paxRecords) {

    public TarEntry {
        paxRecords = Map.copyOf(paxRecords);
    }
}
