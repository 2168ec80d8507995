package dev.s3logkit.errorreport.store;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The store in memory, on a clock of the test's choice. Expired items stay, as they do in DynamoDB
/// for days, and are left out by every query.
public final class InMemoryErrorStore implements ErrorStore, MailLedger {

    private enum Fate {
        OPEN,
        SENT,
        SETTLED
    }

    private record ItemKey(String reportId, String id) {}

    private record Kept(Map<String, Object> document, Instant until) {}

    private final Clock clock;
    private final Map<ItemKey, ErrorItem> items = new LinkedHashMap<>();
    private final Map<MailKey, Fate> mails = new LinkedHashMap<>();
    private final Map<MailKey, String> messageIds = new HashMap<>();
    private final Map<String, Instant> reportedUntil = new HashMap<>();
    private final Map<String, Kept> documents = new HashMap<>();
    private long puts;
    private long queries;
    private long gets;

    public InMemoryErrorStore(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized Stored put(ErrorItem item) {
        puts++;
        ErrorItem there =
                items.putIfAbsent(
                        new ItemKey(item.reportId(), item.id()), item.storedAt(clock.instant()));
        return there == null ? Stored.STORED : Stored.EXISTED;
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

    private void visit(Predicate<ErrorItem> wanted, Visitor visitor) throws IOException {
        List<ErrorItem> found = new ArrayList<>();
        synchronized (this) {
            queries++;
            Instant now = clock.instant();
            for (ErrorItem item : items.values()) {
                if (item.expDt().isAfter(now) && wanted.test(item)) {
                    found.add(item);
                }
            }
        }
        for (ErrorItem item : found) {
            visitor.visit(item);
        }
    }

    /// Everything that is there, expired items included, in the order in which it was stored.
    public synchronized List<ErrorItem> items() {
        return List.copyOf(items.values());
    }

    /// The message id with which a mail was confirmed.
    public synchronized Optional<String> messageId(MailKey mail) {
        return Optional.ofNullable(messageIds.get(mail));
    }

    @Override
    public synchronized Claim claim(MailKey mail) {
        puts++;
        Fate fate = mails.putIfAbsent(mail, Fate.OPEN);
        return switch (fate) {
            case null -> Claim.CLAIMED;
            case OPEN -> Claim.FATE_UNKNOWN;
            case SENT, SETTLED -> Claim.ALREADY_SENT;
        };
    }

    @Override
    public synchronized void confirm(MailKey mail, String messageId) {
        puts++;
        mails.put(mail, Fate.SENT);
        messageIds.put(mail, messageId);
    }

    @Override
    public synchronized void release(MailKey mail) {
        puts++;
        mails.remove(mail, Fate.OPEN);
    }

    @Override
    public synchronized List<MailKey> unknown(String reportId, String recipientGroup) {
        queries++;
        return mails.entrySet().stream()
                .filter(mail -> mail.getValue() == Fate.OPEN)
                .map(Map.Entry::getKey)
                .filter(key -> key.reportId().equals(reportId))
                .filter(key -> key.recipientGroup().equals(recipientGroup))
                .sorted(Comparator.comparing(MailKey::windowStart))
                .limit(100)
                .toList();
    }

    @Override
    public synchronized void settle(List<MailKey> windows) {
        puts += windows.size();
        windows.forEach(mail -> mails.replace(mail, Fate.OPEN, Fate.SETTLED));
    }

    @Override
    public synchronized Optional<Instant> reportedUntil(String reportId) {
        gets++;
        return Optional.ofNullable(reportedUntil.get(reportId));
    }

    @Override
    public synchronized boolean advance(String reportId, @Nullable Instant expected, Instant end) {
        puts++;
        Instant there = reportedUntil.get(reportId);
        boolean same = expected == null ? there == null : expected.equals(there);
        if (same) {
            reportedUntil.put(reportId, end);
        }
        return same;
    }

    @Override
    public synchronized Map<String, Object> agree(
            String name, Map<String, Object> document, Duration keep) {
        puts++;
        Instant now = clock.instant();
        Kept there = documents.get(name);
        if (there == null || !there.until().isAfter(now)) {
            there = new Kept(Map.copyOf(document), now.plus(keep));
            documents.put(name, there);
        }
        return there.document();
    }

    @Override
    public synchronized StoreCounts counts() {
        return new StoreCounts(puts, queries, gets, 0, 0);
    }

    @Override
    public void close() {}
}
