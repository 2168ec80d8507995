package dev.s3logkit.common.archive.browse;

import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// What an archive says of an entry besides what listings show.
///
/// @param uid number of the owner
/// @param gid number of the group
/// @param links how many names a file has
/// @param device major and minor number of a device, `major,minor`
/// @param source what the file was before it was put into the archive, such as `s3://bucket/key`
/// @param etag of that source, without quotes
/// @param method how the content is stored, such as `zstd`
/// @param attributes extended attributes with their names' prefixes, such as `user.comment`
public record EntryDetails(
        OptionalLong uid,
        OptionalLong gid,
        OptionalLong links,
        @Nullable String device,
        @Nullable String source,
        @Nullable String etag,
        @Nullable String method,
        Map<String, byte[]> attributes) {

    /// Nothing is known.
    public static final EntryDetails NONE =
            new EntryDetails(
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    null,
                    null,
                    null,
                    null,
                    Map.of());
}
