package dev.s3logkit.local.s3.event;

import dev.s3logkit.local.fault.Faults;
import dev.s3logkit.local.s3.store.ObjectChange;
import dev.s3logkit.local.template.BucketSpec;
import dev.s3logkit.local.template.BucketSpec.QueueNotification;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Decides which queues hear of a change, as the buckets' `NotificationConfiguration` says.
public final class Notifications implements ObjectChange.Listener {

    private final Map<String, List<QueueNotification>> byBucket = new HashMap<>();
    private final NotificationSender sender;
    private final Faults faults;
    private final String region;

    /// Sends `s3:TestEvent` to every queue that is named, as S3 does when it is configured.
    ///
    /// @param sender whose queues are addressed by ARN
    public Notifications(
            List<BucketSpec> buckets, NotificationSender sender, Faults faults, String region) {
        this.sender = sender;
        this.faults = faults;
        this.region = region;
        for (BucketSpec bucket : buckets) {
            byBucket.put(bucket.name(), bucket.notifications());
            for (QueueNotification notification : bucket.notifications()) {
                sender.send(
                        notification.queueArn(),
                        NotificationJson.test(bucket.name(), Instant.now()));
            }
        }
    }

    @Override
    public void changed(ObjectChange change) {
        for (QueueNotification notification : byBucket.getOrDefault(change.bucket(), List.of())) {
            if (!concerns(notification, change)) {
                continue;
            }
            String json = NotificationJson.of(change, notification.id(), region);
            if (faults.duplicatesNotification()) {
                sender.send(notification.queueArn(), json);
            }
            if (faults.delaysNotification()) {
                sender.sendLater(notification.queueArn(), json);
            } else {
                sender.send(notification.queueArn(), json);
            }
        }
    }

    private static boolean concerns(QueueNotification notification, ObjectChange change) {
        String event = notification.event().substring("s3:".length());
        boolean named =
                event.endsWith("*")
                        ? change.kind()
                                .eventName()
                                .startsWith(event.substring(0, event.length() - 1))
                        : change.kind().eventName().equals(event);
        return named
                && change.key().startsWith(notification.prefix())
                && change.key().endsWith(notification.suffix());
    }
}
