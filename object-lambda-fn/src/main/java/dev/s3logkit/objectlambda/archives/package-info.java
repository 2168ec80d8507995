/// Archives in S3 that are kept open while they are in use, and their bytes in memory and on disk.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.objectlambda.archives;
