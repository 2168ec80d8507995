/// S3 Object Lambda: speaks S3 to clients and the event contract to the function behind the access
/// point.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.local.objectlambda;
