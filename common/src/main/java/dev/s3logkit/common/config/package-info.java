/// From environment variables to validated values.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.common.config;
