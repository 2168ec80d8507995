/// Reads the data files of an inventory concurrently and sorts its rows into kinds.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.orchestrator.scan;
