/// What is in archives, served as the objects of a bucket: the settings, and the rim at which
/// adapters meet the core of [dev.s3logkit.objectlambda.bucket].
@org.jspecify.annotations.NullMarked
package dev.s3logkit.objectlambda;
