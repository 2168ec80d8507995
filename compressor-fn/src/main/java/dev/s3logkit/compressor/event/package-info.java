/// What an invocation asks for, as values; knows nothing of S3 requests.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.compressor.event;
