/// Tar archives, read as a stream: ustar, pax, GNU and the seventh edition's.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.common.archive.tar;
