/// The bucket behind an S3 Object Lambda access point: its events, its answers, and what is passed
/// on to the supporting access point because no archive has it.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.objectlambda.accesspoint;
