/// The commands `aggregate` and `transform`.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.local.aggregate;
