/// Squashfs 4.0 images, read by ranges: a file out of a huge image costs its own blocks.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.common.archive.squashfs;
