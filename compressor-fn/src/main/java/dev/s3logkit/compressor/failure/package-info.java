/// Why a run of the compressor fails: one class for each thing that a caller may act on.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.compressor.failure;
