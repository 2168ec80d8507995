/// Sorting what does not fit into memory.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.common.sort;
