package dev.s3logkit.local.template;

import java.util.Optional;

/// An `AWS::SQS::Queue`. Times are in seconds.
public record QueueSpec(
        String logicalId,
        String name,
        String arn,
        boolean fifo,
        int visibilityTimeout,
        int delay,
        int receiveWait,
        Optional<Redrive> redrive) {

    /// Where messages go that were received `maxReceiveCount` times without being deleted.
    public record Redrive(String deadLetterQueueArn, int maxReceiveCount) {}
}
