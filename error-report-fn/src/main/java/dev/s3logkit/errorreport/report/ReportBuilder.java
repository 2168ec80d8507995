package dev.s3logkit.errorreport.report;

import dev.s3logkit.errorreport.rule.Rule;
import dev.s3logkit.errorreport.store.ErrorItem;
import dev.s3logkit.errorreport.store.ErrorStore;
import dev.s3logkit.errorreport.store.Extract;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Counts the errors of one report: it is handed each of them once, in any order. Memory grows with
/// the number of fingerprints, up to a bound, and not with the number of errors.
public final class ReportBuilder implements ErrorStore.Visitor {

    /// Fingerprints that are told apart; the errors of further ones are counted together.
    static final int MAX_FINGERPRINTS = 5_000;

    /// Groups that a report lists.
    static final int MAX_GROUPS = 200;

    private static final Comparator<ErrorItem> EARLIEST =
            Comparator.comparing(ErrorItem::eventTime)
                    .thenComparing(ErrorItem::object)
                    .thenComparingLong(ErrorItem::line);

    private static final Comparator<ErrorGroup> ORDER =
            Comparator.comparing(ErrorGroup::state)
                    .thenComparing(ErrorGroup::trend)
                    .thenComparing(g -> g.counts().window(), Comparator.reverseOrder())
                    .thenComparing(g -> g.counts().day(), Comparator.reverseOrder())
                    .thenComparing(ErrorGroup::fingerprint);

    private final Rule rule;
    private final Window window;
    private final Window previous;
    private final Map<String, Group> groups = new HashMap<>();
    private final Map<String, Counts.Tally> applications = new HashMap<>();
    private final Counts.Tally total = new Counts.Tally();
    private final Hours.Tally hours;
    private final java.util.Set<String> leftOut = new java.util.HashSet<>();
    private long leftOutErrors;

    /// @param rule whose errors these are
    public ReportBuilder(Rule rule, Window window) {
        this.rule = rule;
        this.window = window;
        this.previous = window.previous();
        this.hours = new Hours.Tally(window.to());
    }

    /// The report of a window from what the store holds.
    public static Report build(Rule rule, Window window, ErrorStore store) throws IOException {
        ReportBuilder builder = new ReportBuilder(rule, window);
        store.stored(rule.reportId(), builder.start(), window.to(), null, builder);
        return builder.report();
    }

    /// From when on, by the time of storing, errors are to be handed over: 24 hours, and the window
    /// and the previous one in any case.
    public Instant start() {
        Instant day = window.to().minus(Window.DAY);
        return day.isBefore(previous.from()) ? day : previous.from();
    }

    /// Counts one error.
    @Override
    public void visit(ErrorItem item) {
        Instant stored = item.extractDttm();
        boolean inWindow = window.contains(stored);
        boolean inPrevious = previous.contains(stored);
        total.add(inWindow, inPrevious);
        hours.add(item.eventTime());
        applications
                .computeIfAbsent(item.application(), _ -> new Counts.Tally())
                .add(inWindow, inPrevious);
        Group group = groups.get(item.fingerprint());
        if (group == null) {
            if (groups.size() == MAX_FINGERPRINTS) {
                if (leftOut.size() < MAX_FINGERPRINTS) {
                    leftOut.add(item.fingerprint());
                }
                leftOutErrors += inWindow ? 1 : 0;
                return;
            }
            group = new Group(item, window.to());
            groups.put(item.fingerprint(), group);
        }
        group.add(item, inWindow, inPrevious);
    }

    /// What was counted.
    public Report report() {
        List<ErrorGroup> all = new ArrayList<>();
        groups.forEach((fingerprint, group) -> all.add(group.result(fingerprint)));
        all.sort(ORDER);
        List<ErrorGroup> kept = all.subList(0, Math.min(MAX_GROUPS, all.size()));
        long more = leftOutErrors;
        for (ErrorGroup group : all.subList(kept.size(), all.size())) {
            more += group.counts().window();
        }
        return new Report(
                rule.reportId(),
                rule.title(),
                rule.severity(),
                window,
                total.counts(),
                hours.hours(),
                sorted(applications),
                kept,
                all.size() - kept.size() + (long) leftOut.size(),
                more);
    }

    private static List<ApplicationCounts> sorted(Map<String, Counts.Tally> tallies) {
        List<ApplicationCounts> list = new ArrayList<>();
        tallies.forEach((name, tally) -> list.add(new ApplicationCounts(name, tally.counts())));
        list.sort(
                Comparator.<ApplicationCounts, Long>comparing(
                                a -> a.counts().window(), Comparator.reverseOrder())
                        .thenComparing(a -> a.counts().day(), Comparator.reverseOrder())
                        .thenComparing(ApplicationCounts::name));
        return list;
    }

    /// One fingerprint.
    private static final class Group {
        private final Counts.Tally total = new Counts.Tally();
        private final Map<String, Counts.Tally> applications = new HashMap<>();
        private final Hours.Tally hours;
        private Instant firstSeen;
        private Instant lastSeen;
        private @Nullable ErrorItem firstOfWindow;
        private ErrorItem latest;

        Group(ErrorItem item, Instant end) {
            hours = new Hours.Tally(end);
            firstSeen = item.eventTime();
            lastSeen = item.eventTime();
            latest = item;
        }

        void add(ErrorItem item, boolean inWindow, boolean inPrevious) {
            total.add(inWindow, inPrevious);
            hours.add(item.eventTime());
            applications
                    .computeIfAbsent(item.application(), _ -> new Counts.Tally())
                    .add(inWindow, inPrevious);
            if (item.eventTime().isBefore(firstSeen)) {
                firstSeen = item.eventTime();
            }
            if (item.eventTime().isAfter(lastSeen)) {
                lastSeen = item.eventTime();
            }
            if (EARLIEST.compare(item, latest) > 0) {
                latest = item;
            }
            if (inWindow && (firstOfWindow == null || EARLIEST.compare(item, firstOfWindow) < 0)) {
                firstOfWindow = item;
            }
        }

        ErrorGroup result(String fingerprint) {
            ErrorItem shown = firstOfWindow == null ? latest : firstOfWindow;
            Extract extract = shown.extract();
            Counts counts = total.counts();
            return new ErrorGroup(
                    fingerprint,
                    extract.pattern().isBlank() ? extract.message() : extract.pattern(),
                    extract.exception(),
                    GroupState.of(
                            counts.window(),
                            counts.previous(),
                            counts.day() - counts.window() - counts.previous()),
                    counts,
                    sorted(applications),
                    firstSeen,
                    lastSeen,
                    hours.hours(),
                    Example.of(shown));
        }
    }
}
