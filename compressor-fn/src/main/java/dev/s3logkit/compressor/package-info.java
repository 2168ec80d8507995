/// A manifest of objects becomes one zip with its proof; single entries come back by range reads.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.compressor;
