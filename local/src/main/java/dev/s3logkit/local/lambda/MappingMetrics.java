package dev.s3logkit.local.lambda;

/// What an event source mapping did so far.
///
/// @param messagesOk messages that were deleted
/// @param messagesFailed times that a message was left to be received again
public record MappingMetrics(
        long invocations, long failedInvocations, long messagesOk, long messagesFailed) {}
