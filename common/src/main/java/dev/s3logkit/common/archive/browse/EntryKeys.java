package dev.s3logkit.common.archive.browse;

/// What the names of entries in tarballs and zips are as keys.
final class EntryKeys {

    private EntryKeys() {}

    /// The key of an entry: its name without the `./` that archivers put before it when they are
    /// run on a folder, and with exactly one slash behind it if it is a folder. Everything else
    /// stays as it is, `..` and a slash at the start included, since all of it may be in an S3 key.
    static String of(String name, boolean folder) {
        int start = 0;
        while (name.startsWith("./", start)) {
            start += 2;
        }
        int end = name.length();
        while (end > start && name.charAt(end - 1) == '/') {
            end--;
        }
        String key = name.substring(start, end);
        boolean root = folder && (key.isEmpty() || key.equals("."));
        return root ? "" : folder ? key + "/" : key;
    }
}
