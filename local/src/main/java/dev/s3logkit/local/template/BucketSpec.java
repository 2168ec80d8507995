package dev.s3logkit.local.template;

import java.util.List;

/// An `AWS::S3::Bucket`.
public record BucketSpec(String logicalId, String name, List<QueueNotification> notifications) {

    public BucketSpec {
        notifications = List.copyOf(notifications);
    }

    /// One of `NotificationConfiguration.QueueConfigurations`.
    ///
    /// @param id what events carry as `configurationId`
    /// @param event such as `s3:ObjectCreated:*`
    /// @param prefix what keys start with; empty for all
    /// @param suffix what keys end with; empty for all
    public record QueueNotification(
            String id, String queueArn, String event, String prefix, String suffix) {}
}
