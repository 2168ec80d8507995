/// Which archive stands behind which prefix of the virtual bucket.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.objectlambda.mapping;
