/// The S3 read and write path behind one narrow interface.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.common.s3;
