package dev.s3logkit.errorreport.search;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;

/// The best hits so far, as many as are wanted. Safe for use by any number of threads.
final class HitHeap {

    private final Comparator<Hit> order;
    private final TreeSet<Hit> hits;
    private int room;
    private long dropped;

    HitHeap(boolean newestFirst, int limit) {
        Comparator<Instant> time = Comparator.naturalOrder();
        this.order =
                Comparator.comparing(Hit::time, newestFirst ? time.reversed() : time)
                        .thenComparing(Hit::object)
                        .thenComparingLong(Hit::line);
        this.hits = new TreeSet<>(order);
        this.room = limit;
    }

    /// Whether a hit of this time would be kept.
    synchronized boolean wants(Hit hit) {
        boolean wanted = hits.size() < room || order.compare(hit, hits.last()) < 0;
        dropped += wanted ? 0 : 1;
        return wanted;
    }

    synchronized void add(Hit hit) {
        hits.add(hit);
        while (hits.size() > room) {
            hits.pollLast();
            dropped++;
        }
    }

    /// Takes out those that nothing found later can precede, in order.
    synchronized List<Hit> take(Predicate<Instant> isFinal) {
        List<Hit> taken = new ArrayList<>();
        while (!hits.isEmpty() && isFinal.test(hits.first().time())) {
            taken.add(hits.removeFirst());
        }
        room -= taken.size();
        return taken;
    }

    /// Whether nothing of a time from here on, in the order of the search, can be kept.
    synchronized boolean isFull(Predicate<Instant> isFinal) {
        return room == 0 || (hits.size() == room && isFinal.test(hits.last().time()));
    }

    synchronized long dropped() {
        return dropped;
    }
}
