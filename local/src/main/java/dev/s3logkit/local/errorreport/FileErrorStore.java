package dev.s3logkit.local.errorreport;

import dev.s3logkit.errorreport.store.ErrorItem;
import dev.s3logkit.errorreport.store.ErrorStore;
import dev.s3logkit.errorreport.store.StoreCounts;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Errors in a file of JSON lines, to which new ones are appended. Holds what identifies them in
/// memory. For one process at a time.
public final class FileErrorStore implements ErrorStore {

    private record Key(String reportId, String id) {}

    private final Path file;
    private final Clock clock;
    private final Set<Key> known = new HashSet<>();
    private final BufferedWriter writer;
    private long puts;
    private long queries;

    private FileErrorStore(Path file, Clock clock, BufferedWriter writer) {
        this.file = file;
        this.clock = clock;
        this.writer = writer;
    }

    /// Opens a store; makes the file when there is none.
    ///
    /// @throws IOException when the file holds anything else
    public static FileErrorStore open(Path file, Clock clock) throws IOException {
        Set<Key> known = new HashSet<>();
        if (Files.exists(file)) {
            read(file, item -> known.add(new Key(item.reportId(), item.id())));
        }
        BufferedWriter writer =
                Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        FileErrorStore store = new FileErrorStore(file, clock, writer);
        store.known.addAll(known);
        return store;
    }

    @Override
    public synchronized Stored put(ErrorItem item) throws IOException {
        puts++;
        if (!known.add(new Key(item.reportId(), item.id()))) {
            return Stored.EXISTED;
        }
        writer.write(ItemJson.write(item.storedAt(clock.instant())));
        writer.write('\n');
        return Stored.STORED;
    }

    @Override
    public void stored(
            String reportId,
            Instant from,
            Instant to,
            @Nullable String application,
            Visitor visitor)
            throws IOException {
        visit(
                item ->
                        item.reportId().equals(reportId)
                                && !item.extractDttm().isBefore(from)
                                && item.extractDttm().isBefore(to)
                                && (application == null || item.application().equals(application)),
                visitor);
    }

    @Override
    public void ofDay(String reportId, String application, String day, Visitor visitor)
            throws IOException {
        visit(
                item ->
                        item.reportId().equals(reportId)
                                && item.application().equals(application)
                                && item.day().equals(day),
                visitor);
    }

    private synchronized void visit(Predicate<ErrorItem> wanted, Visitor visitor)
            throws IOException {
        queries++;
        writer.flush();
        Instant now = clock.instant();
        read(
                file,
                item -> {
                    if (item.expDt().isAfter(now) && wanted.test(item)) {
                        visitor.visit(item);
                    }
                });
    }

    private static void read(Path file, Visitor visitor) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            long number = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                if (!line.isBlank()) {
                    visitor.visit(ItemJson.read(line, file + ", line " + number));
                }
            }
        }
    }

    @Override
    public synchronized StoreCounts counts() {
        return new StoreCounts(puts, queries, 0, 0, 0);
    }

    /// Writes out what is held back.
    ///
    /// @throws java.io.UncheckedIOException when that fails
    @Override
    public synchronized void close() {
        try {
            writer.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
