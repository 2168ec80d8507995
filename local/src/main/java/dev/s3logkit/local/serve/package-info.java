/// The virtual bucket over HTTP on this machine, as an S3 endpoint in path style.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.local.serve;
