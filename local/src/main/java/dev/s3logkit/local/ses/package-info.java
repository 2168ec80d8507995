/// A stand-in for SES that delivers into a folder.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.local.ses;
