/// Archives of every format behind one interface: listed as S3 lists keys, and read at any offset.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.common.archive.browse;
