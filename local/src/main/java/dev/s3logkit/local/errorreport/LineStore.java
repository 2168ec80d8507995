package dev.s3logkit.local.errorreport;

import dev.s3logkit.errorreport.store.ErrorItem;
import dev.s3logkit.errorreport.store.ErrorStore;
import dev.s3logkit.errorreport.store.StoreCounts;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Writes errors as lines of JSON and keeps none.
final class LineStore implements ErrorStore {

    private final OutputStream out;
    private long puts;

    LineStore(OutputStream out) {
        this.out = out;
    }

    @Override
    public synchronized Stored put(ErrorItem item) throws IOException {
        puts++;
        out.write((ItemJson.write(item) + "\n").getBytes(StandardCharsets.UTF_8));
        return Stored.STORED;
    }

    @Override
    public void stored(
            String reportId,
            Instant from,
            Instant to,
            @Nullable String application,
            Visitor visitor) {
        // It keeps none.
    }

    @Override
    public void ofDay(String reportId, String application, String day, Visitor visitor) {
        // It keeps none.
    }

    @Override
    public synchronized StoreCounts counts() {
        return new StoreCounts(puts, 0, 0, 0, 0);
    }

    @Override
    public void close() {
        // The output is the command's.
    }
}
