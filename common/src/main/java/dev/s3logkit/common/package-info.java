/// What every part of s3logkit shares: the one failure family for bad data.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.common;
