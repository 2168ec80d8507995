/// The commands `archive ls`, `stat`, `cat` and `get`.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.local.archive;
