/// The commands that roll logs up: with a queue between producer and workers, or without.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.local.rollup;
