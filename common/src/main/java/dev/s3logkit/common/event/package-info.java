/// S3 event notifications in every envelope they travel in, and the partial answer to a batch.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.common.event;
