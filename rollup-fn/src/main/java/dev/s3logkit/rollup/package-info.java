/// Each day of small log objects becomes one proven tarball.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.rollup;
