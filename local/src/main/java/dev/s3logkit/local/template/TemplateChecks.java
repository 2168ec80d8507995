package dev.s3logkit.local.template;

import dev.s3logkit.local.template.BucketSpec.QueueNotification;
import dev.s3logkit.local.template.FunctionSpec.EventSource;
import java.util.HashMap;
import java.util.Map;

/// What AWS refuses when resources do not fit together.
final class TemplateChecks {

    private TemplateChecks() {}

    static void check(Template template) throws TemplateException {
        Map<String, QueueSpec> queues = new HashMap<>();
        for (QueueSpec queue : template.queues()) {
            queues.put(queue.arn(), queue);
        }
        for (QueueSpec queue : template.queues()) {
            if (queue.redrive().isPresent()) {
                known(
                        queues,
                        queue.redrive().get().deadLetterQueueArn(),
                        queue.logicalId() + ".Properties.RedrivePolicy.deadLetterTargetArn");
            }
        }
        for (BucketSpec bucket : template.buckets()) {
            String where = bucket.logicalId() + ".Properties.NotificationConfiguration";
            for (QueueNotification notification : bucket.notifications()) {
                if (known(queues, notification.queueArn(), where).fifo()) {
                    throw new TemplateException(where, "S3 cannot notify a FIFO queue");
                }
                if (!notification.event().startsWith("s3:")) {
                    throw new TemplateException(
                            where, "'%s' is not an event of S3".formatted(notification.event()));
                }
            }
        }
        for (FunctionSpec function : template.functions()) {
            for (EventSource event : function.events()) {
                if (event instanceof EventSource.Queue source) {
                    check(function, source, queues);
                }
            }
        }
    }

    private static void check(
            FunctionSpec function, EventSource.Queue source, Map<String, QueueSpec> queues)
            throws TemplateException {
        String where =
                "%s.Properties.Events.%s.Properties.Queue"
                        .formatted(function.logicalId(), source.name());
        QueueSpec queue = known(queues, source.queueArn(), where);
        if (queue.fifo()) {
            throw new TemplateException(where, "FIFO queues have no local counterpart");
        }
        if (function.timeout().toSeconds() > queue.visibilityTimeout()) {
            throw new TemplateException(
                    where,
                    "Lambda refuses a function timeout (%d s) above the queue's VisibilityTimeout (%d s)"
                            .formatted(function.timeout().toSeconds(), queue.visibilityTimeout()));
        }
    }

    private static QueueSpec known(Map<String, QueueSpec> queues, String arn, String where)
            throws TemplateException {
        QueueSpec queue = queues.get(arn);
        if (queue == null) {
            throw new TemplateException(where, "the template has no queue " + arn);
        }
        return queue;
    }
}
