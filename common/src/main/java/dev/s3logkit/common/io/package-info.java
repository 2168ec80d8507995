/// Bytes that can be read at any offset, wherever they are.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.common.io;
