package dev.s3logkit.local.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.s3logkit.common.FormatException;
import dev.s3logkit.common.archive.Decompression;
import dev.s3logkit.common.archive.EntryName;
import dev.s3logkit.common.archive.browse.Archive;
import dev.s3logkit.common.archive.browse.ArchiveEntry;
import dev.s3logkit.common.archive.browse.EntryCursor;
import dev.s3logkit.local.archive.GrepOptions.Tells;
import dev.s3logkit.local.archive.grep.LineSearch;
import dev.s3logkit.local.archive.grep.PathGlob;
import dev.s3logkit.local.logs.OutputFailure;
import dev.s3logkit.local.logs.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One run of `archive grep`: the lines of files in archives that a pattern matches. Files are read
/// in the order that costs least, one after another, and decompressed when they are compressed.
final class GrepRun {

    private static final int FOUND = 0;
    private static final int NOTHING_FOUND = 1;
    private static final int FAILED = 2;

    private final ArchiveContext context;
    private final GrepOptions options;
    private final Progress progress;
    private final Output out;
    private final Set<PathGlob> unused;
    private boolean found;
    private int failures;

    GrepRun(ArchiveContext context, GrepOptions options) {
        this.context = context;
        this.options = options;
        this.progress = new Progress(context.streams());
        this.out = new Output(context.streams().out());
        this.unused = new HashSet<>(options.paths());
    }

    /// Ends the reading when nothing more has to be known.
    private static final class EnoughException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /// Searches archives one after another. What cannot be read is told, and the rest is searched.
    ///
    /// @return the exit code, which is that of `grep`: 0 when a line matches, 1 when none does, 2
    ///   when something could not be searched
    int run(List<String> archives) throws IOException {
        try {
            for (String archive : archives) {
                search(archive);
            }
            for (PathGlob glob : options.paths()) {
                if (unused.contains(glob)) {
                    failed("no file is called " + glob);
                }
            }
            out.flush();
            progress.clear();
            return failures > 0 ? FAILED : found ? FOUND : NOTHING_FOUND;
        } catch (EnoughException _) {
            progress.clear();
            return FOUND;
        } catch (OutputFailure e) {
            progress.clear();
            return context.streams().failed(e) == 0 ? FOUND : FAILED;
        }
    }

    private void search(String input) throws IOException {
        try (ArchiveInput opened = ArchiveInput.open(context, input)) {
            Archive archive = opened.archive();
            List<ArchiveEntry> files = files(archive);
            archive.read(
                    files,
                    (file, body) -> {
                        try {
                            new FileSearch(archive, file).run(body);
                        } catch (OutputFailure | EnoughException e) {
                            throw e;
                        } catch (FormatException e) {
                            failed(EntryName.print(file.key()) + ": " + e.getMessage());
                        }
                    });
        } catch (OutputFailure | EnoughException e) {
            throw e;
        } catch (NoSuchFileException e) {
            failed(e.getFile() + ": there is no such file");
        } catch (IOException | IllegalArgumentException e) {
            failed(e.getMessage() == null ? input + ": " + e : e.getMessage());
        }
    }

    private List<ArchiveEntry> files(Archive archive) throws IOException {
        List<ArchiveEntry> files = new ArrayList<>();
        EntryCursor entries = archive.walk("");
        for (ArchiveEntry entry = entries.next(); entry != null; entry = entries.next()) {
            if (entry.isFile() && isWanted(entry.key())) {
                files.add(entry);
                progress.expect(entry.size());
            }
        }
        return files;
    }

    private boolean isWanted(String path) {
        boolean wanted = options.paths().isEmpty();
        for (PathGlob glob : options.paths()) {
            if (glob.matches(path)) {
                unused.remove(glob);
                wanted = true;
            }
        }
        return wanted;
    }

    private void failed(String message) throws OutputFailure {
        out.flush();
        progress.clear();
        context.streams().err().println(message);
        failures++;
    }

    /// The search of one file.
    private final class FileSearch implements LineSearch.Listener {

        private final Archive archive;
        private final ArchiveEntry file;
        private final String name;
        private long matches;

        FileSearch(Archive archive, ArchiveEntry file) {
            this.archive = archive;
            this.file = file;
            String path = EntryName.print(file.key());
            this.name = options.several() ? archive.name() + "!/" + path : path;
        }

        void run(Archive.Body body) throws IOException {
            String inMessages = EntryName.print(file.key()) + " in " + archive.name();
            try (InputStream content =
                    Decompression.open(progress.watch(body.open()), inMessages)) {
                new LineSearch(options.pattern(), this).search(content);
            } finally {
                if (matches > 0) {
                    found = true;
                    if (options.tells() == Tells.LINES) {
                        shown();
                    }
                }
            }
            if (options.tells() == Tells.COUNTS) {
                tell(name + ":" + matches, fields("matches", matches));
            } else if (options.tells() == Tells.NAMES && matches > 0) {
                tell(name, fields());
                shown();
            }
        }

        /// What was found is seen before more is read.
        private void shown() throws OutputFailure {
            progress.clear();
            out.flush();
        }

        @Override
        public boolean line(long number, byte[] bytes, int from, int to) throws IOException {
            matches++;
            return switch (options.tells()) {
                case COUNTS -> true;
                case NAMES -> false;
                case LINES -> {
                    show(number, bytes, from, to);
                    yield true;
                }
                case NOTHING -> throw new EnoughException();
            };
        }

        private void show(long number, byte[] bytes, int from, int to) throws IOException {
            if (!context.json().getAsBoolean()) {
                String head = options.numbers() ? name + ":" + number + ":" : name + ":";
                out.line(head.getBytes(UTF_8), bytes, from, to);
                return;
            }
            String text = EntryName.toText(bytes, from, to - from);
            if (EntryName.isUtf8(text)) {
                out.line(EntryFields.json(fields("line", number, "text", text)));
            } else {
                byte[] line = Arrays.copyOfRange(bytes, from, to);
                String base64 = Base64.getEncoder().encodeToString(line);
                out.line(EntryFields.json(fields("line", number, "base64", base64)));
            }
        }

        @Override
        public boolean binary() throws IOException {
            matches++;
            return switch (options.tells()) {
                case COUNTS -> true;
                case NAMES -> false;
                case LINES -> {
                    tell(name + ": binary file matches", fields("binary", true));
                    yield false;
                }
                case NOTHING -> throw new EnoughException();
            };
        }

        private void tell(String text, Map<String, Object> fields) throws IOException {
            out.line(context.json().getAsBoolean() ? EntryFields.json(fields) : text);
        }

        private Map<String, Object> fields(Object... namesAndValues) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("archive", archive.name());
            fields.put("path", EntryName.print(file.key()));
            for (int i = 0; i < namesAndValues.length; i += 2) {
                fields.put(namesAndValues[i].toString(), namesAndValues[i + 1]);
            }
            return fields;
        }
    }
}
