/// Finding the logs that are to be rolled up, and cutting them into tasks.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.rollup.find;
