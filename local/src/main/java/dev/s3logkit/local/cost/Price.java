package dev.s3logkit.local.cost;

import java.util.Locale;

/// What AWS bills, with its list price in us-east-1 in USD. Another region or contract has others.
enum Price {
    S3_GET(0.0004, "1,000 GET and HEAD requests of S3"),
    S3_PUT(0.005, "1,000 PUT, COPY, POST and LIST requests of S3"),
    S3_STORAGE(0.023, "GB-month in S3 Standard"),
    ARCHIVE_STORAGE(0.023, "GB-month in the storage class that archives are kept in"),
    LAMBDA_DURATION(0.0000133334, "GB-second of Lambda on arm64"),
    LAMBDA_REQUEST(0.20, "million invocations of Lambda"),
    SQS_REQUEST(0.40, "million requests of SQS"),
    EFS_READ(0.03, "GB read from EFS"),
    EFS_WRITE(0.06, "GB written to EFS"),
    VENDED_LOGS(0.25, "GB of access logs that AWS delivers to S3 as JSON or Parquet");

    private final double usd;
    private final String unit;

    Price(double usd, String unit) {
        this.usd = usd;
        this.unit = unit;
    }

    /// USD for one [#unit()].
    double usd() {
        return usd;
    }

    /// What the price is for.
    String unit() {
        return unit;
    }

    /// As `--price` takes it: `s3-get`.
    String option() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
