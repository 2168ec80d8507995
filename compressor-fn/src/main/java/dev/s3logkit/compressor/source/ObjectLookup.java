package dev.s3logkit.compressor.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.s3logkit.common.s3.NoSuchObjectException;
import dev.s3logkit.common.s3.ObjectAccessDeniedException;
import dev.s3logkit.common.s3.ObjectInfo;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.common.s3.WrongRegionException;
import dev.s3logkit.compressor.source.Problems.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Asks S3 for size, ETag and storage class of objects that are known by name, with the cheapest
/// requests that tell. A listing of up to 1,000 objects costs as much as 12.5 HEADs (S3 Standard,
/// us-east-1: 0.005 and 0.0004 USD per 1,000), so that folders are listed of which more is wanted
/// than that, from the first wanted key to the last: a day of logs costs a hundredth of its HEADs.
/// Where a listing brings too many strangers it is broken off and the rest is asked for one by one,
/// so that all of it costs at most twice what HEADs alone would have cost.
final class ObjectLookup {

    private static final double HEADS_PER_PAGE = 12.5;
    private static final int PAGE = 1_000;

    /// Listings at once.
    private static final int LISTINGS = 16;

    /// So many objects are refused, and none is given, before a bucket counts as unreadable.
    private static final int DENIALS = 32;

    /// Of this class and this size on, S3 may have moved objects to an archive tier, which listings
    /// do not tell. Smaller ones are never moved.
    private static final String INTELLIGENT_TIERING = "INTELLIGENT_TIERING";

    private static final long TIERED_SIZE = 128 << 10;

    private final ObjectStore store;
    private final SourceList sources;
    private final Problems problems;
    private final int workers;
    private final boolean failOnMissing;
    private final Map<String, Access> accesses = new ConcurrentHashMap<>();
    private final List<Integer> heads = new ArrayList<>();
    private long missing;

    /// What requests to a bucket came to.
    private static final class Access {
        private volatile boolean readable;
        private @Nullable String unreadable;
        private final List<Integer> denied = new ArrayList<>();
        private String denial = "";
    }

    /// @param workers HEADs at once
    /// @param failOnMissing whether an object that is not there is a problem
    ObjectLookup(
            ObjectStore store,
            SourceList sources,
            Problems problems,
            int workers,
            boolean failOnMissing) {
        this.failOnMissing = failOnMissing;
        this.store = store;
        this.sources = sources;
        this.problems = problems;
        this.workers = workers;
    }

    /// Notes what S3 said of an object that is in the list.
    ///
    /// @param listed whether a listing said it
    void describe(int index, ObjectInfo info, boolean listed) {
        sources.describe(index, info);
        access(info.uri()).readable = true;
        if (info.needsRestore()) {
            problems.add(Kind.ARCHIVED, "%s (%s)".formatted(info.uri(), info.storageClass()));
        } else if (listed
                && info.storageClass().equals(INTELLIGENT_TIERING)
                && info.size() >= TIERED_SIZE) {
            headLater(index);
        }
    }

    /// Notes why a bucket cannot be listed, if that is what happened.
    ///
    /// @throws IOException the failure itself, when it says nothing of the bucket
    void unreadable(S3Uri where, IOException failure) throws IOException {
        if (!(failure instanceof NoSuchObjectException
                || failure instanceof ObjectAccessDeniedException
                || failure instanceof WrongRegionException)) {
            throw failure;
        }
        Access access = access(where);
        synchronized (access) {
            if (access.unreadable == null) {
                access.unreadable = String.valueOf(failure.getMessage());
                problems.add(Kind.BUCKET, "%s (%s)".formatted(where.bucket(), access.unreadable));
            }
        }
    }

    /// Looks up all objects of which nothing is known yet, and those whose listing did not tell
    /// all.
    ///
    /// @return how many are not there
    long run() throws IOException {
        Integer[] sorted =
                IntStream.range(0, sources.count())
                        .filter(i -> sources.size(i) == SourceList.UNKNOWN)
                        .boxed()
                        .sorted(sources::compare)
                        .toArray(Integer[]::new);
        List<KeyClusters.Cluster> listings = new ArrayList<>();
        for (KeyClusters.Cluster cluster : KeyClusters.of(sources, sorted)) {
            if (cluster.size() > HEADS_PER_PAGE) {
                listings.add(cluster);
            } else {
                Arrays.stream(sorted, cluster.from(), cluster.to()).forEach(this::headLater);
            }
        }
        Workers.forEach(LISTINGS, listings.size(), i -> list(listings.get(i), sorted));
        Workers.forEach(workers, heads.size(), i -> head(heads.get(i)));
        accesses.forEach(this::judge);
        return missing;
    }

    private void list(KeyClusters.Cluster cluster, Integer[] sorted) throws IOException {
        Match match = new Match(cluster, sorted);
        try {
            store.list(cluster.prefix(), match);
            match.skipTo(cluster.to());
        } catch (EnoughException e) {
            // the rest, if any, is asked for one by one
        } catch (ObjectAccessDeniedException e) {
            // the role may be allowed to read and not to list
        } catch (NoSuchObjectException | WrongRegionException e) {
            unreadable(cluster.prefix(), e);
            return;
        }
        Arrays.stream(sorted, match.at, cluster.to()).forEach(this::headLater);
    }

    /// Ends a listing.
    private static final class EnoughException extends IOException {
        private static final long serialVersionUID = 1L;

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    /// Walks through a listing and the sorted wanted objects side by side.
    private final class Match implements ObjectStore.Visitor {

        private final KeyClusters.Cluster cluster;
        private final Integer[] sorted;
        private final long pages;
        private int at;
        private long visited;

        Match(KeyClusters.Cluster cluster, Integer[] sorted) {
            this.cluster = cluster;
            this.sorted = sorted;
            this.pages = (long) (cluster.size() / HEADS_PER_PAGE);
            this.at = cluster.from();
        }

        @Override
        public void visit(ObjectInfo object) throws IOException {
            visited++;
            byte[] key = object.uri().key().getBytes(UTF_8);
            int order = -1;
            int next = at;
            while (next < cluster.to()) {
                order = Arrays.compareUnsigned(sources.key(sorted[next]), key);
                if (order >= 0) {
                    break;
                }
                next++;
            }
            skipTo(next);
            if (at < cluster.to() && order == 0) {
                describe(sorted[at], object, true);
                at++;
            }
            if (at == cluster.to() || visited == pages * PAGE) {
                throw new EnoughException();
            }
        }

        /// What a listing has passed is not there.
        private void skipTo(int next) {
            for (; at < next; at++) {
                missing(sorted[at]);
            }
        }
    }

    private void head(int index) throws IOException {
        S3Uri uri = sources.uri(index);
        Access access = access(uri);
        synchronized (access) {
            boolean hopeless = !access.readable && access.denied.size() >= DENIALS;
            if (access.unreadable != null || hopeless) {
                return;
            }
        }
        try {
            Optional<ObjectInfo> info = store.head(uri);
            if (info.isPresent()) {
                describe(index, info.get(), false);
            } else {
                missing(index);
            }
        } catch (ObjectAccessDeniedException e) {
            synchronized (access) {
                access.denied.add(index);
                access.denial = String.valueOf(e.getMessage());
            }
        } catch (NoSuchObjectException | WrongRegionException e) {
            unreadable(uri, e);
        }
    }

    private void judge(String bucket, Access access) {
        if (access.denied.isEmpty()) {
            return;
        }
        if (access.readable) {
            access.denied.forEach(
                    i -> problems.add(Kind.DENIED, sources.uri(i) + " (" + access.denial + ")"));
        } else {
            problems.add(Kind.BUCKET, "%s (%s)".formatted(bucket, access.denial));
        }
    }

    private synchronized void headLater(int index) {
        heads.add(index);
    }

    private synchronized void missing(int index) {
        missing++;
        if (failOnMissing) {
            problems.add(Kind.MISSING, sources.uri(index).toString());
        }
    }

    private Access access(S3Uri uri) {
        return accesses.computeIfAbsent(uri.bucket(), _ -> new Access());
    }
}
