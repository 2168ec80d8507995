package dev.s3logkit.local.cost;

/// How access logs can be kept.
enum Way {
    LEAVE("leave them", "the objects as S3 delivers them"),
    ROLLUP("rollup", "one tarball a day, originals deleted"),
    COMPRESS("compress", "zips of 100,000 objects, originals deleted"),
    AGGREGATE("aggregate", "partitions by the time of the event, originals deleted"),
    DELIVERY("paid delivery", "AWS's own delivery to S3 as Parquet");

    private final String label;
    private final String means;

    Way(String label, String means) {
        this.label = label;
        this.means = means;
    }

    String label() {
        return label;
    }

    String means() {
        return means;
    }
}
