/// Archives on S3: made, recognised, verified, read, and the sources of them deleted.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.compressor.archive;
