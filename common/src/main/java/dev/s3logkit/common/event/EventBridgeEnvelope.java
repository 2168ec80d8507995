package dev.s3logkit.common.event;

import dev.s3logkit.common.FormatException;
import dev.s3logkit.common.UnsupportedFeatureException;

/// `{"source": "aws.s3", "detail-type": "Object Created", "detail": {…}}`: one event by way of
/// EventBridge, whose key is not encoded.
final class EventBridgeEnvelope {

    private EventBridgeEnvelope() {}

    static ObjectEvent event(JsonFields message) throws FormatException {
        String source = message.text("source");
        String type = message.requiredText("detail-type");
        if (!"aws.s3".equals(source) || !type.startsWith("Object ")) {
            throw S3Notification.notANotification(
                    "an EventBridge event '%s' of source %s".formatted(type, source));
        }
        JsonFields detail = message.object("detail");
        JsonFields bucket = detail.object("bucket");
        JsonFields object = detail.object("object");
        return new ObjectEvent(
                name(type, detail),
                RecordsEnvelope.uri(
                        bucket, bucket.requiredText("name"), object.requiredText("key")),
                object.size("size"),
                RecordsEnvelope.unquoted(object.text("etag")),
                object.text("version-id"),
                object.text("sequencer"));
    }

    /// The name that S3's own notification of the same happening carries.
    private static String name(String type, JsonFields detail) throws FormatException {
        return switch (type) {
            case "Object Created" -> "ObjectCreated:" + createdBy(detail);
            case "Object Deleted" -> {
                boolean byLifecycle = "Lifecycle Expiration".equals(detail.text("reason"));
                boolean marker = "Delete Marker Created".equals(detail.text("deletion-type"));
                yield (byLifecycle ? "LifecycleExpiration:" : "ObjectRemoved:")
                        + (marker ? "DeleteMarkerCreated" : "Delete");
            }
            case "Object Restore Initiated" -> "ObjectRestore:Post";
            case "Object Restore Completed" -> "ObjectRestore:Completed";
            case "Object Restore Expired" -> "ObjectRestore:Delete";
            case "Object Tags Added" -> "ObjectTagging:Put";
            case "Object Tags Deleted" -> "ObjectTagging:Delete";
            case "Object ACL Updated" -> "ObjectAcl:Put";
            case "Object Storage Class Changed" -> "LifecycleTransition";
            case "Object Access Tier Changed" -> "IntelligentTiering";
            // A kind of event that came later may mean that an object is there: never dropped.
            default ->
                    throw new UnsupportedFeatureException(
                            "EventBridge event '%s' of S3 is not known".formatted(type));
        };
    }

    private static String createdBy(JsonFields detail) {
        String reason = detail.text("reason");
        return switch (reason) {
            case null -> "Put";
            case "PutObject" -> "Put";
            case "POST Object" -> "Post";
            case "CopyObject" -> "Copy";
            // CompleteMultipartUpload, and reasons to come, are named alike on both ways.
            default -> reason;
        };
    }
}
