/// The commands `compress`, `decompress`, `verify` and `delete-sources`.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.local.compress;
