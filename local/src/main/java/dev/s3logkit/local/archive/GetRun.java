package dev.s3logkit.local.archive;

import dev.s3logkit.common.FormatException;
import dev.s3logkit.common.archive.EntryName;
import dev.s3logkit.common.archive.browse.Archive;
import dev.s3logkit.common.archive.browse.ArchiveEntry;
import dev.s3logkit.local.archive.ExtractionPlan.Item;
import dev.s3logkit.local.archive.ExtractionPlan.Link;
import dev.s3logkit.local.archive.ExtractionPlan.Refusal;
import dev.s3logkit.local.logs.OutputFailure;
import dev.s3logkit.local.logs.Progress;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One run of `archive get`.
final class GetRun {

    private static final int SHOWN_OBSTACLES = 5;

    private final ArchiveContext context;
    private final Path output;
    private final boolean overwrite;
    private final boolean skipSpecial;
    private final Progress progress;
    private long folders;
    private long files;
    private long links;
    private long bytes;
    private long failures;
    private long skipped;

    /// @param overwrite whether files that are there are replaced
    /// @param skipSpecial whether devices, FIFOs, sockets and links that lead out are left out
    ///   without failing
    GetRun(ArchiveContext context, Path output, boolean overwrite, boolean skipSpecial) {
        this.context = context;
        this.output = output;
        this.overwrite = overwrite;
        this.skipSpecial = skipSpecial;
        this.progress = new Progress(context.streams());
    }

    /// Writes what is at the paths, or everything, into the folder. Nothing is written when
    /// something is in the way.
    ///
    /// @return the exit code
    int run(String input, List<String> paths) throws IOException {
        try (ArchiveInput opened = ArchiveInput.open(context, input)) {
            Archive archive = opened.archive();
            Map<String, ArchiveEntry> starts = new LinkedHashMap<>();
            for (String path : paths.isEmpty() ? List.of("/") : paths) {
                starts.put(path, new EntryLookup(archive).folderOrFile(path));
            }
            OutputFolder folder = OutputFolder.open(output, overwrite);
            ExtractionPlan plan = new ExtractionPlan(folder.sameCase(), File.separatorChar);
            for (Map.Entry<String, ArchiveEntry> start : starts.entrySet()) {
                plan(archive, start.getKey(), start.getValue(), plan);
            }
            if (isBlocked(folder, plan)) {
                return 1;
            }
            extract(archive, folder, plan);
            progress.clear();
            tell(folder);
            return failures == 0 ? 0 : 1;
        } catch (OutputFailure e) {
            progress.clear();
            return context.streams().failed(e);
        }
    }

    /// @param path as it was given: a file that a link leads to has the link's name
    private static void plan(Archive archive, String path, ArchiveEntry start, ExtractionPlan plan)
            throws IOException {
        if (!start.isFolder()) {
            String name = EntryName.parse(path);
            plan.add(start, name.substring(name.lastIndexOf('/') + 1), null);
            return;
        }
        EntryLookup.walk(
                archive,
                start,
                entry ->
                        plan.add(
                                entry,
                                entry.key().substring(start.key().length()),
                                archive.linkTarget(entry)));
    }

    /// Whether something is in the way, which is told.
    private boolean isBlocked(OutputFolder folder, ExtractionPlan plan) {
        int found = 0;
        List<Item> items = new ArrayList<>(plan.files());
        plan.links().forEach(link -> items.add(link.item()));
        items.addAll(plan.folders());
        for (Item item : items) {
            String obstacle = folder.obstacle(item.path(), item.entry().isFolder());
            if (obstacle != null && found++ < SHOWN_OBSTACLES) {
                context.streams().err().println(obstacle);
            }
        }
        if (found > SHOWN_OBSTACLES) {
            context.streams().err().println("and " + (found - SHOWN_OBSTACLES) + " more");
        }
        if (found > 0) {
            context.streams().err().println("nothing was written");
        }
        return found > 0;
    }

    private void extract(Archive archive, OutputFolder folder, ExtractionPlan plan)
            throws IOException {
        for (Refusal refusal : plan.refusals()) {
            if (refusal.special() && skipSpecial) {
                skipped++;
            } else {
                failed(refusal.entry(), refusal.reason());
            }
        }
        for (Item item : plan.folders()) {
            folder.folder(item.path());
            folders++;
        }
        writeFiles(archive, folder, plan.files());
        for (Link link : plan.links()) {
            try {
                folder.link(link.item().path(), link.target());
                links++;
            } catch (FileSystemException e) {
                failed(link.item().entry(), sentence(e));
            }
        }
        // From the innermost on: what is made in a folder changes its time.
        for (Item item : plan.folders().reversed()) {
            ArchiveEntry entry = item.entry();
            folder.finish(item.path(), entry.permissions(), entry.modified());
        }
    }

    private void writeFiles(Archive archive, OutputFolder folder, List<Item> items)
            throws IOException {
        IdentityHashMap<ArchiveEntry, Item> byEntry = new IdentityHashMap<>();
        for (Item item : items) {
            byEntry.put(item.entry(), item);
            progress.expect(item.entry().size());
        }
        archive.read(
                byEntry.keySet(),
                (entry, body) -> {
                    Item item = byEntry.get(entry);
                    if (item != null) {
                        write(folder, item, body);
                    }
                });
    }

    /// A file that is damaged does not keep the others from being written.
    private void write(OutputFolder folder, Item item, Archive.Body body) throws IOException {
        ArchiveEntry entry = item.entry();
        try (InputStream content = progress.watch(body.open())) {
            folder.file(item.path(), content, entry.permissions(), entry.modified());
            files++;
            bytes += entry.size();
        } catch (FormatException | FileSystemException e) {
            failed(entry, sentence(e));
        }
    }

    private static String sentence(IOException e) {
        return e instanceof FileSystemException problem && problem.getReason() == null
                ? problem.getFile() + ": " + e.getClass().getSimpleName()
                : String.valueOf(e.getMessage());
    }

    private void failed(ArchiveEntry entry, String reason) {
        failures++;
        progress.clear();
        context.streams()
                .err()
                .println(EntryName.print(entry.key()) + " is not written: " + reason);
    }

    private void tell(OutputFolder folder) throws IOException {
        if (context.json().getAsBoolean()) {
            Map<String, Object> counts = new LinkedHashMap<>();
            counts.put("output", folder.root().toString());
            counts.put("files", files);
            counts.put("folders", folders);
            counts.put("links", links);
            counts.put("bytes", bytes);
            counts.put("skipped", skipped);
            counts.put("failed", failures);
            Output out = new Output(context.streams().out());
            out.line(EntryFields.json(counts));
            out.flush();
            return;
        }
        context.streams()
                .err()
                .println(
                        "%d files (%s), %d folders and %d links written to %s%s%s"
                                .formatted(
                                        files,
                                        Progress.size(bytes),
                                        folders,
                                        links,
                                        folder.root(),
                                        skipped == 0 ? "" : "; %d left out".formatted(skipped),
                                        failures == 0
                                                ? ""
                                                : "; %d not written".formatted(failures)));
    }
}
