package dev.s3logkit.common.event;

/// Deals with one message of a batch.
@FunctionalInterface
public interface MessageHandler<M> {

    /// Returns when the message is done and may be deleted from its queue.
    ///
    /// @throws Exception when it is not, so that it has to be delivered again
    void handle(M message) throws Exception;
}
