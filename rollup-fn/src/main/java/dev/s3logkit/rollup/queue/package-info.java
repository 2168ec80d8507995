/// The queue that takes tasks from the producer to the workers.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.rollup.queue;
