/// The command `orchestrate`.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.local.orchestrate;
