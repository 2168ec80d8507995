/// Waiting for several things at once.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.orchestrator.task;
