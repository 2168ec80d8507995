package dev.s3logkit.rollup.queue;

import java.io.IOException;
import java.util.List;

/// Where messages are sent to.
public interface TaskQueue {

    /// The most messages of one batch.
    int MAX_BATCH = 10;

    /// The most bytes of a batch, and of a message unless the queue is set to less: 1 MiB.
    int MAX_BATCH_BYTES = 1 << 20;

    /// The most bytes that this queue takes in one message.
    int maxMessageBytes() throws IOException;

    /// Sends up to [#MAX_BATCH] messages, ASCII, of up to [#MAX_BATCH_BYTES] together.
    ///
    /// @throws IOException when one of them may not have been sent; the others may have been
    void send(List<String> messages) throws IOException;
}
