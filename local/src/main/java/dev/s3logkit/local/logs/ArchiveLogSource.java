package dev.s3logkit.local.logs;

import dev.s3logkit.common.archive.EntryName;
import dev.s3logkit.common.archive.browse.Archive;
import dev.s3logkit.common.archive.browse.ArchiveEntry;
import dev.s3logkit.common.archive.browse.Archives;
import dev.s3logkit.common.archive.browse.EntryCursor;
import dev.s3logkit.common.io.FileSource;
import dev.s3logkit.common.io.RandomAccessSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Zips and squashfs images of log objects: each file is an object of its own, named
/// `archive!/file`.
public final class ArchiveLogSource implements LogSource {

    private static final Pattern NAME = Pattern.compile("(?is).*\\.(?:zip|sqfs|sqsh|sfs|squashfs)");

    /// Whether a key or path ends as those of zips and squashfs images do.
    public static boolean isArchive(String name) {
        return NAME.matcher(name).matches();
    }

    @Override
    public boolean accepts(String input) {
        return isArchive(input) && Files.isRegularFile(Path.of(input));
    }

    @Override
    public void read(String input, Visitor visitor) throws IOException {
        visit(FileSource.open(Path.of(input)), visitor);
    }

    /// Hands on the files of an archive in the order in which they are stored.
    ///
    /// @param source is closed
    public static void visit(RandomAccessSource source, Visitor visitor) throws IOException {
        try (Archive archive = Archives.open(source)) {
            List<ArchiveEntry> files = new ArrayList<>();
            EntryCursor cursor = archive.walk("");
            for (ArchiveEntry entry = cursor.next(); entry != null; entry = cursor.next()) {
                if (entry.isFile()) {
                    files.add(entry);
                }
            }
            archive.read(
                    files,
                    (file, body) -> {
                        try (InputStream content = body.open()) {
                            visitor.object(
                                    archive.name() + "!/" + EntryName.print(file.key()), content);
                        }
                    });
        }
    }
}
