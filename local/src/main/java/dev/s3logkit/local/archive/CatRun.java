package dev.s3logkit.local.archive;

import dev.s3logkit.common.archive.EntryName;
import dev.s3logkit.common.archive.browse.Archive;
import dev.s3logkit.common.archive.browse.ArchiveEntry;
import dev.s3logkit.local.logs.OutputFailure;
import dev.s3logkit.local.logs.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/// One run of `archive cat`.
///
/// @param span of each file
record CatRun(ArchiveContext context, ByteSpan span) {

    /// Writes the content of files one after another. What cannot be read is told, and the others
    /// are written.
    ///
    /// @return the exit code
    int run(String input, List<String> paths) throws IOException {
        int failures = 0;
        Progress progress = new Progress(context.streams());
        Output out = new Output(context.streams().out());
        try (ArchiveInput opened = ArchiveInput.open(context, input)) {
            for (String path : paths) {
                try {
                    write(opened.archive(), path, out, progress);
                } catch (OutputFailure e) {
                    throw e;
                } catch (IOException e) {
                    progress.clear();
                    context.streams().err().println(e.getMessage());
                    failures++;
                }
            }
            progress.clear();
            return failures == 0 ? 0 : 1;
        } catch (OutputFailure e) {
            progress.clear();
            return context.streams().failed(e);
        }
    }

    private void write(Archive archive, String path, Output out, Progress progress)
            throws IOException {
        ArchiveEntry file = new EntryLookup(archive).follow(path);
        String name = EntryName.print(path) + " in " + archive.name();
        if (!file.isFile()) {
            throw new IOException(
                    "%s: %s, which has no content".formatted(name, file.type().description()));
        }
        long start = span.start(file.size());
        long length = span.end(file.size()) - start;
        if (length < 0 || (length == 0 && !span.equals(ByteSpan.ALL) && span.first() != 0)) {
            throw new IOException(
                    "%s: has %d bytes, so that none is in the range".formatted(name, file.size()));
        }
        progress.expect(length);
        try (InputStream in = progress.watch(archive.open(file, start, length))) {
            out.copy(in);
        }
    }
}
