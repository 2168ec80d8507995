/// Compressed inputs, opened by what they hold and not by their names.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.common.archive;
