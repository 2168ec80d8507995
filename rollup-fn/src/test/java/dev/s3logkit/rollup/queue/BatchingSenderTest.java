package dev.s3logkit.rollup.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BatchingSenderTest {

    private final List<List<String>> batches = new ArrayList<>();
    private final TaskQueue queue =
            new TaskQueue() {
                @Override
                public int maxMessageBytes() {
                    return MAX_BATCH_BYTES;
                }

                @Override
                public void send(List<String> messages) {
                    batches.add(messages);
                }
            };

    @Test
    void everyMessageIsInOneBatchWithinBothLimits() throws IOException {
        Random random = new Random(7);
        List<String> sent = new ArrayList<>();
        BatchingSender sender = new BatchingSender(queue);
        for (int i = 0; i < 300; i++) {
            int length =
                    random.nextInt(4) == 0
                            ? TaskQueue.MAX_BATCH_BYTES - i - 1
                            : random.nextInt(90_000);
            String message = Integer.toString(i % 10).repeat(length + 1);
            sent.add(message);
            sender.send(message);
        }
        sender.flush();

        assertThat(batches.stream().flatMap(List::stream).toList()).isEqualTo(sent);
        assertThat(batches)
                .allMatch(batch -> !batch.isEmpty() && batch.size() <= 10)
                .allMatch(batch -> batch.stream().mapToInt(String::length).sum() <= 1 << 20);
    }

    @Test
    void nothingIsSentWhenThereIsNothing() throws IOException {
        new BatchingSender(queue).flush();

        assertThat(batches).isEmpty();
    }
}
