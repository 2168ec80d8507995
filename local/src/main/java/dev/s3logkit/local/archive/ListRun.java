package dev.s3logkit.local.archive;

import dev.s3logkit.common.archive.EntryName;
import dev.s3logkit.common.archive.browse.Archive;
import dev.s3logkit.common.archive.browse.ArchiveEntry;
import dev.s3logkit.local.logs.OutputFailure;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// One run of `archive ls`.
///
/// @param details whether type, mode, size and time stand before the names
/// @param recursive whether folders are listed with all that is in them, by whole paths
record ListRun(ArchiveContext context, boolean details, boolean recursive) {

    private static final int SIZE_WIDTH = 13;
    private static final int TIME_WIDTH = "2026-11-21 12:00:00".length();
    private static final String PERMISSIONS = "rwxrwxrwx";

    /// Lists a folder, or one file.
    ///
    /// @param path null for the root
    /// @return the exit code
    int run(String input, @Nullable String path) throws IOException {
        Output out = new Output(context.streams().out());
        try (ArchiveInput opened = ArchiveInput.open(context, input)) {
            Archive archive = opened.archive();
            ArchiveEntry start = new EntryLookup(archive).folderOrFile(path);
            if (start.isFolder()) {
                EntryLookup.walk(
                        archive,
                        start,
                        recursive,
                        entry -> out.line(line(archive, entry, start.key())));
            } else {
                out.line(line(archive, start, start.folder()));
            }
            out.flush();
            return 0;
        } catch (OutputFailure e) {
            return context.streams().failed(e);
        }
    }

    private String line(Archive archive, ArchiveEntry entry, String folder) throws IOException {
        if (context.json().getAsBoolean()) {
            return EntryFields.json(EntryFields.of(archive, entry));
        }
        String name =
                EntryName.print(recursive ? entry.key() : entry.key().substring(folder.length()));
        if (!details) {
            return name;
        }
        String target = archive.linkTarget(entry);
        return mode(entry)
                + " ".repeat(Math.max(1, SIZE_WIDTH - Long.toString(entry.size()).length()))
                + entry.size()
                + " "
                + time(entry.modified())
                + " "
                + name
                + (target == null ? "" : " -> " + EntryName.print(target));
    }

    /// As `ls -l` shows it; question marks where the archive does not say.
    private static String mode(ArchiveEntry entry) {
        StringBuilder mode = new StringBuilder().append(entry.type().symbol());
        int permissions = entry.permissions();
        for (int i = 0; i < PERMISSIONS.length(); i++) {
            boolean set = (permissions >> (PERMISSIONS.length() - 1 - i) & 1) != 0;
            mode.append(permissions < 0 ? '?' : set ? PERMISSIONS.charAt(i) : '-');
        }
        if (permissions >= 0) {
            special(mode, 3, (permissions & 04000) != 0, 's');
            special(mode, 6, (permissions & 02000) != 0, 's');
            special(mode, 9, (permissions & 01000) != 0, 't');
        }
        return mode.toString();
    }

    private static void special(StringBuilder mode, int at, boolean set, char letter) {
        if (set) {
            mode.setCharAt(at, mode.charAt(at) == 'x' ? letter : Character.toUpperCase(letter));
        }
    }

    private static String time(@Nullable Instant time) {
        return time == null
                ? "-" + " ".repeat(TIME_WIDTH - 1)
                : time.truncatedTo(ChronoUnit.SECONDS)
                        .toString()
                        .replace('T', ' ')
                        .replace("Z", "");
    }
}
