/// EventBridge Scheduler's expressions.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.local.schedule;
