package dev.s3logkit.local.cost;

import java.util.Arrays;
import java.util.List;

/// What each way costs in a month. `docs/cost.md` has the formulas in words, and where the measured
/// figures come from.
final class CostModel {

    /// CPU seconds that an object takes, besides those for its bytes: `bench/rollup-logs`.
    private static final double ROLLUP_SECONDS = 0.0009;

    private static final double COMPRESS_SECONDS = 0.0004;
    private static final double AGGREGATE_SECONDS = 0.0005;

    /// CPU seconds for a byte: packing it and reading it back.
    private static final double ROLLUP_BYTE_SECONDS = 6e-9;

    private static final double COMPRESS_BYTE_SECONDS = 5e-9;
    private static final double AGGREGATE_BYTE_SECONDS = 4e-9;

    /// What an object that is compressed on its own loses against a tarball, as if it were so much
    /// longer: one of 2.7 KB takes three times its part of a tarball.
    private static final double ALONE = 5_400;

    private static final double OBJECTS_PER_TARBALL = 6_000;
    private static final double OBJECTS_PER_ZIP = 100_000;

    /// Objects of a message batch that the aggregator takes at once.
    private static final double OBJECTS_PER_BATCH = 100;

    private static final double PART = 8 << 20;
    private static final double LIST_PAGE = 1_000;

    /// Bytes that a staged line takes on EFS, to its own.
    private static final double STAGED = 0.25;

    private static final double DAYS = 30;

    private final Workload load;
    private final Prices prices;

    CostModel(Workload load, Prices prices) {
        this.load = load;
        this.prices = prices;
    }

    /// All ways, in the order of [Way].
    List<WayCost> ways() {
        return Arrays.stream(Way.values()).map(this::cost).toList();
    }

    WayCost cost(Way way) {
        return switch (way) {
            case LEAVE -> leave();
            case ROLLUP -> rollup();
            case COMPRESS -> compress();
            case AGGREGATE -> aggregate();
            case DELIVERY -> delivery();
        };
    }

    /// Months after which a way has cost less than leaving the logs of one month where they are,
    /// reading aside; infinite when that never is.
    double monthsToBreakEven(Way way) {
        double saved = stored(1, Price.S3_STORAGE) - stored(ratio(way), Price.ARCHIVE_STORAGE);
        double once = cost(way).once() - reading(way);
        return saved > 0 ? once / saved : Double.POSITIVE_INFINITY;
    }

    /// Storage of the logs of one month for one month.
    private double stored(double ratio, Price price) {
        return prices.gigabytes(load.monthBytes() * ratio, price);
    }

    private double kept(double ratio) {
        return prices.gigabytes(load.keptBytes() * ratio, Price.ARCHIVE_STORAGE);
    }

    private double ratio(Way way) {
        return switch (way) {
            case LEAVE -> 1;
            case ROLLUP, AGGREGATE, DELIVERY -> load.ratio();
            case COMPRESS -> Math.min(1, load.ratio() * (1 + ALONE / load.objectBytes()));
        };
    }

    /// Requests for everything that was written in a month to be read as often as it is.
    private double reading(Way way) {
        double bytes = load.monthBytes() * ratio(way);
        return load.reads()
                * switch (way) {
                    case LEAVE -> prices.gets((double) load.objects());
                    case COMPRESS ->
                            prices.gets(load.objects() / OBJECTS_PER_ZIP + bytes / PART + 1);
                    case ROLLUP, AGGREGATE, DELIVERY -> prices.gets(DAYS + bytes / PART);
                };
    }

    private WayCost leave() {
        return new WayCost(
                Way.LEAVE,
                reading(Way.LEAVE),
                0,
                0,
                prices.gigabytes(load.keptBytes(), Price.S3_STORAGE));
    }

    private WayCost rollup() {
        double bytes = load.monthBytes() * load.ratio();
        double tarballs = Math.max(DAYS, load.objects() / OBJECTS_PER_TARBALL);
        double requests =
                prices.gets(load.objects() + bytes / PART + 2 * tarballs)
                        + prices.puts(2 * load.objects() / LIST_PAGE + bytes / PART + 6 * tarballs)
                        + prices.messages(3 * tarballs);
        double seconds = load.objects() * ROLLUP_SECONDS + load.monthBytes() * ROLLUP_BYTE_SECONDS;
        return new WayCost(
                Way.ROLLUP,
                requests + reading(Way.ROLLUP),
                prices.compute(seconds, tarballs + DAYS),
                0,
                kept(load.ratio()));
    }

    private WayCost compress() {
        double ratio = ratio(Way.COMPRESS);
        double bytes = load.monthBytes() * ratio;
        double zips = Math.max(DAYS, load.objects() / OBJECTS_PER_ZIP);
        double requests =
                prices.gets(load.objects() + bytes / PART + 4 * zips)
                        + prices.puts(load.objects() / LIST_PAGE + bytes / PART + 8 * zips);
        double seconds =
                load.objects() * COMPRESS_SECONDS + load.monthBytes() * COMPRESS_BYTE_SECONDS;
        return new WayCost(
                Way.COMPRESS,
                requests + reading(Way.COMPRESS),
                prices.compute(seconds, 2 * zips),
                0,
                kept(ratio));
    }

    private WayCost aggregate() {
        double bytes = load.monthBytes() * load.ratio();
        double batches = load.objects() / OBJECTS_PER_BATCH;
        double partitions = DAYS * 24 * 4;
        double requests =
                prices.gets((double) load.objects())
                        + prices.puts(2 * partitions + bytes / PART)
                        + prices.messages(load.objects() / 10.0 + 2 * batches);
        double seconds =
                load.objects() * AGGREGATE_SECONDS + load.monthBytes() * AGGREGATE_BYTE_SECONDS;
        return new WayCost(
                Way.AGGREGATE,
                requests + reading(Way.AGGREGATE),
                prices.compute(seconds, batches + DAYS * 24 * 12),
                prices.gigabytes(load.monthBytes() * STAGED, Price.EFS_WRITE)
                        + prices.gigabytes(load.monthBytes() * STAGED, Price.EFS_READ),
                kept(load.ratio()));
    }

    private WayCost delivery() {
        return new WayCost(
                Way.DELIVERY,
                reading(Way.DELIVERY),
                0,
                prices.gigabytes(load.monthBytes(), Price.VENDED_LOGS),
                kept(load.ratio()));
    }
}
