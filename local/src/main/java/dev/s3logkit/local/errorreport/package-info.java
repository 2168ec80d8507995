/// The commands of the error report and of the search over application logs.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.local.errorreport;
