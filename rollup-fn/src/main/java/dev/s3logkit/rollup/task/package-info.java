/// What a task of the rollup is: the logs of one day under one prefix, and how it travels through a
/// queue.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.rollup.task;
