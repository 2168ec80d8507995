/// Finds lines by a pattern in the content of files. Knows nothing of archives.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.local.archive.grep;
