/// From staged fragments to output files: sets, deduplication, sorting, emission, ledgers.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.aggregator.transform;
