/// Starts a compressor for each manifest that has no archive yet.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.orchestrator.dispatch;
