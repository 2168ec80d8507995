/// The notifications that S3 sends of changes.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.local.s3.event;
