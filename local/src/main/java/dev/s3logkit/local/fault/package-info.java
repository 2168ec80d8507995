/// Faults that the embedded AWS shows on demand.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.local.fault;
