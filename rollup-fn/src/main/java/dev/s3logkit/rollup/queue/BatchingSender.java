package dev.s3logkit.rollup.queue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Fills batches with messages, and sends each when no more fits in.
public final class BatchingSender {

    private final TaskQueue queue;
    private final List<String> batch = new ArrayList<>();
    private int bytes;

    public BatchingSender(TaskQueue queue) {
        this.queue = queue;
    }

    /// Adds a message, ASCII, of at most the queue's limit.
    public void send(String message) throws IOException {
        if (batch.size() == TaskQueue.MAX_BATCH
                || bytes + message.length() > TaskQueue.MAX_BATCH_BYTES) {
            flush();
        }
        batch.add(message);
        bytes += message.length();
    }

    /// Sends what is left.
    public void flush() throws IOException {
        if (!batch.isEmpty()) {
            List<String> full = List.copyOf(batch);
            batch.clear();
            bytes = 0;
            queue.send(full);
        }
    }
}
