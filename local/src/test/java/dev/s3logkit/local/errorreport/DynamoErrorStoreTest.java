package dev.s3logkit.local.errorreport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.s3logkit.errorreport.store.DynamoTable;
import dev.s3logkit.errorreport.store.ErrorStore;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The store over the table that the template describes.
class DynamoErrorStoreTest extends DynamoStoreContract {

    private static ErrorTable server;
    private static DynamoTable table;

    @BeforeAll
    static void start() throws IOException {
        server = ErrorTable.start();
        table = server.open();
    }

    @AfterAll
    static void stop() throws IOException {
        table.close();
        server.close();
    }

    @Override
    DynamoTable table() {
        return table;
    }

    @Test
    void countsRequestsAndWhatTheyCost() throws IOException {
        ErrorStore store = errors();
        var before = store.counts();

        store.put(item("counts", "1"));
        store.stored("counts", START, START.plusSeconds(1), null, _ -> {});

        var counts = store.counts().since(before);
        assertThat(counts.puts()).isEqualTo(1);
        assertThat(counts.queries()).isEqualTo(8);
        assertThat(counts.writeUnits()).isGreaterThanOrEqualTo(2);
        assertThat(counts.estimatedCostUsd()).isPositive().isLessThan(0.0001);
    }
}
