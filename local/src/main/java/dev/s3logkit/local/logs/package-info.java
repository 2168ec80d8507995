/// The commands `logs parse` and `logs generate`.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.local.logs;
