/// Errors in application logs: found when the logs arrive, stored, reported, and searched.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.errorreport;
