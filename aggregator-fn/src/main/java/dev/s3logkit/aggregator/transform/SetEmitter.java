package dev.s3logkit.aggregator.transform;

import dev.s3logkit.aggregator.staging.FragmentName;
import dev.s3logkit.aggregator.staging.FragmentReader;
import dev.s3logkit.aggregator.staging.FragmentSet;
import dev.s3logkit.aggregator.staging.GroupFolder;
import dev.s3logkit.aggregator.staging.Ledger;
import dev.s3logkit.aggregator.staging.LineKind;
import dev.s3logkit.aggregator.staging.Partition;
import dev.s3logkit.aggregator.staging.Section;
import dev.s3logkit.aggregator.staging.SourceHash;
import dev.s3logkit.aggregator.staging.SourceHashSet;
import dev.s3logkit.common.CorruptedInputException;
import dev.s3logkit.common.accesslog.AccessLogRecord;
import dev.s3logkit.common.accesslog.AccessLogScanner;
import dev.s3logkit.common.sort.LineSorter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Emits one set: reads the new sections of its fragments, sorts and deduplicates their lines,
/// writes the outputs and then the ledger.
final class SetEmitter {

    private final TransformConfig config;
    private final List<OutputTarget> targets;
    private final List<OutputTarget> archives;
    private final GroupFolder folder;
    private final FragmentSet set;
    private final AccessLogScanner scanner = new AccessLogScanner();
    private final AccessLogRecord record = new AccessLogRecord();

    SetEmitter(
            TransformConfig config,
            List<OutputTarget> targets,
            List<OutputTarget> archives,
            GroupFolder folder,
            FragmentSet set) {
        this.config = config;
        this.targets = targets;
        this.archives = archives;
        this.folder = folder;
        this.set = set;
    }

    /// @param known what earlier sets counted; what this set counts is added
    void emit(SourceHashSet known, TransformReport report) throws IOException {
        OutputFormat format = OutputFormat.ofSet(set, folder.group().toString());
        try (Ledger.Writer ledger = new Ledger.Writer(folder.ledger(set.number()))) {
            long repeated = 0;
            long added = 0;
            try (LineSorter records = sorter();
                    LineSorter rejects = sorter()) {
                for (String fileName : set.fragments()) {
                    FragmentName name = fragmentName(fileName);
                    LineSorter sorter =
                            name.partition().kind() == LineKind.RECORDS ? records : rejects;
                    try (FragmentReader reader = open(fileName)) {
                        if (reader == null) {
                            // A slower holder of an expired lease: another process finished the
                            // set.
                            return;
                        }
                        Set<Integer> wanted = choose(reader, name.partition(), known, ledger);
                        added += wanted.size();
                        repeated += reader.sections().size() - wanted.size();
                        if (wanted.isEmpty()) {
                            continue;
                        }
                        reader.read(
                                section -> wanted.contains(section.number()),
                                (buffer, from, to) ->
                                        sorter.add(
                                                second(name.partition(), buffer, from, to),
                                                buffer,
                                                from,
                                                to));
                    }
                }
                write(format, records, rejects, report);
            }
            ledger.commit();
            report.set(set.fragments().size(), added, repeated);
        }
    }

    /// Null when the set has been finished meanwhile.
    private @Nullable FragmentReader open(String fileName) throws IOException {
        try {
            return FragmentReader.open(folder.fragment(fileName));
        } catch (NoSuchFileException e) {
            if (Files.exists(folder.ledger(set.number()))) {
                return null;
            }
            throw new CorruptedInputException(
                    "%s: this fragment of set %d is gone, and the set has no ledger"
                            .formatted(e.getFile(), set.number()),
                    -1,
                    e);
        }
    }

    private FragmentName fragmentName(String fileName) throws CorruptedInputException {
        return folder.parse(fileName)
                .orElseThrow(
                        () ->
                                new CorruptedInputException(
                                        "set %d of group %s names '%s', which is no fragment"
                                                .formatted(set.number(), folder.group(), fileName),
                                        -1));
    }

    private LineSorter sorter() {
        return new LineSorter(config.spillFolder(), set.deduplicate(), config.sortMemory());
    }

    private static Set<Integer> choose(
            FragmentReader reader, Partition partition, SourceHashSet known, Ledger.Writer ledger)
            throws IOException {
        Set<Integer> wanted = new HashSet<>();
        for (Section section : reader.sections()) {
            SourceHash hash = section.source().hash(partition);
            if (known.add(hash)) {
                wanted.add(section.number());
                ledger.add(partition, section.source());
            }
        }
        return wanted;
    }

    /// Seconds from the start of the group; 0 for rejects, which have no time, and for a line that
    /// an earlier version accepted and this one does not.
    private int second(Partition partition, byte[] buffer, int from, int to) {
        if (partition.kind() == LineKind.REJECTS) {
            return 0;
        }
        boolean readable = scanner.scan(buffer, from, to, record) == null;
        return readable ? (int) Math.max(0, record.epochSecond() - folder.group().start()) : 0;
    }

    private void write(
            OutputFormat format, LineSorter records, LineSorter rejects, TransformReport report)
            throws IOException {
        String digest = set.digest();
        Map<String, String> metadata = Map.of("s3logkit-sources", digest == null ? "none" : digest);
        List<String> files = new ArrayList<>();
        try (PartedOutput recordOutput = output(targets, set.recordsKey(), format, metadata);
                PartedOutput archived =
                        output(archives, set.recordsKey(), OutputFormat.GZ, metadata);
                PartedOutput rejectOutput = output(targets, set.rejectsKey(), format, metadata)) {
            records.drain(
                    (buffer, from, to) -> {
                        recordOutput.write(buffer, from, to);
                        if (!archives.isEmpty()) {
                            archived.write(buffer, from, to);
                        }
                    });
            rejects.drain(rejectOutput::write);
            archived.commit();
            rejectOutput.commit();
            recordOutput.commit();
            files.addAll(recordOutput.written());
            files.addAll(rejectOutput.written());
            report.emitted(
                    recordOutput.lines(),
                    rejectOutput.lines(),
                    records.duplicates() + rejects.duplicates(),
                    recordOutput.bytes() + rejectOutput.bytes());
        }
        report.outputs(files.size());
    }

    private PartedOutput output(
            List<OutputTarget> to, String key, OutputFormat format, Map<String, String> metadata) {
        return new PartedOutput(to, key, format, set.splitBytes(), metadata);
    }
}
