package dev.s3logkit.local.errorreport;

import dev.s3logkit.errorreport.store.ErrorItem;
import dev.s3logkit.errorreport.store.ErrorStore;
import dev.s3logkit.errorreport.store.StoreCounts;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Errors in memory that count as stored at the moment at which they happened, so that logs of the
/// past are reported as they would have been then. Expiry is not looked at.
final class ReplayStore implements ErrorStore {

    private record Key(String reportId, String id) {}

    private final Map<Key, ErrorItem> items = new LinkedHashMap<>();

    @Override
    public synchronized Stored put(ErrorItem item) {
        ErrorItem there =
                items.putIfAbsent(
                        new Key(item.reportId(), item.id()), item.storedAt(item.eventTime()));
        return there == null ? Stored.STORED : Stored.EXISTED;
    }

    /// The time of the latest error.
    synchronized Optional<Instant> latest() {
        return items.values().stream().map(ErrorItem::eventTime).max(Instant::compareTo);
    }

    @Override
    public synchronized void stored(
            String reportId,
            Instant from,
            Instant to,
            @Nullable String application,
            Visitor visitor)
            throws java.io.IOException {
        for (ErrorItem item : items.values()) {
            if (item.reportId().equals(reportId)
                    && !item.extractDttm().isBefore(from)
                    && item.extractDttm().isBefore(to)
                    && (application == null || item.application().equals(application))) {
                visitor.visit(item);
            }
        }
    }

    @Override
    public synchronized void ofDay(String reportId, String application, String day, Visitor visitor)
            throws java.io.IOException {
        for (ErrorItem item : items.values()) {
            if (item.reportId().equals(reportId)
                    && item.application().equals(application)
                    && item.day().equals(day)) {
                visitor.visit(item);
            }
        }
    }

    @Override
    public synchronized StoreCounts counts() {
        return new StoreCounts(items.size(), 0, 0, 0, 0);
    }

    @Override
    public void close() {}
}
