/// Zip archives (PKWARE APPNOTE 6.3): a writer that compresses in parallel and streams, a reader
/// over ranges, and the proof that our archives carry of what they were made from.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.common.archive.zip;
