package dev.s3logkit.local.errorreport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.s3logkit.errorreport.store.ErrorItem;
import dev.s3logkit.errorreport.store.ErrorStore.Stored;
import dev.s3logkit.errorreport.store.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileErrorStoreTest {

    private static final Instant NOW = Instant.parse("2026-03-14T09:10:00Z");

    @TempDir Path folder;

    private static ErrorItem item(String id) {
        return new ErrorItem(
                "R",
                id,
                "shop",
                "20260314",
                NOW.minusSeconds(5),
                NOW,
                "{\"message\":\"m\"}",
                "f",
                "x.gz",
                3,
                NOW.plus(Duration.ofDays(1)));
    }

    @Test
    void keepsEachErrorOnceAlsoWhenItIsOpenedAgain() throws IOException {
        Path file = folder.resolve("errors.jsonl");
        TestClock clock = new TestClock(NOW);
        try (FileErrorStore store = FileErrorStore.open(file, clock)) {
            assertThat(store.put(item("1"))).isEqualTo(Stored.STORED);
            assertThat(store.put(item("1"))).isEqualTo(Stored.EXISTED);
        }
        clock.advance(Duration.ofHours(1));
        try (FileErrorStore store = FileErrorStore.open(file, clock)) {
            assertThat(store.put(item("1"))).isEqualTo(Stored.EXISTED);
            assertThat(store.put(item("2"))).isEqualTo(Stored.STORED);
            List<ErrorItem> found = new ArrayList<>();
            store.stored("R", NOW, NOW.plusSeconds(1), null, found::add);
            assertThat(found).containsExactly(item("1"));
            store.ofDay("R", "shop", "20260314", found::add);
            assertThat(found).hasSize(3);
            clock.advance(Duration.ofDays(1));
            found.clear();
            store.ofDay("R", "shop", "20260314", found::add);
            assertThat(found).isEmpty();
        }
        assertThat(Files.readAllLines(file)).hasSize(2);
    }

    @Test
    void refusesAFileOfSomethingElse() throws IOException {
        Path file = Files.writeString(folder.resolve("x"), "{\"a\":1}\n");

        assertThatThrownBy(() -> FileErrorStore.open(file, new TestClock(NOW)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("line 1: no error as this program writes it");
    }
}
