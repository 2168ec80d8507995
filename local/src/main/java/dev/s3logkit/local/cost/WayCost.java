package dev.s3logkit.local.cost;

/// USD a month of one way to keep logs, once as many months of them are there as are kept.
///
/// @param requests of S3 and SQS to write what is kept, and to read it
/// @param compute of Lambda
/// @param transfer in and out of EFS, or fees for delivery
/// @param storage of everything that is kept
record WayCost(Way way, double requests, double compute, double transfer, double storage) {

    double total() {
        return requests + compute + transfer + storage;
    }

    /// All but storage: what the logs of one month cost once, and reading.
    double once() {
        return requests + compute + transfer;
    }
}
