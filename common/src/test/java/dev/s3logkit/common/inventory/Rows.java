package dev.s3logkit.common.inventory;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// What a sink received, copied.
final class Rows implements InventorySink {

    record Row(String bucket, String key, long size, int day, boolean latest, boolean marker) {}

    record Reject(long line, String text, String reason) {}

    final List<Row> rows = new ArrayList<>();
    final List<Reject> rejects = new ArrayList<>();
    InventoryCounts counts = InventoryCounts.NONE;

    /// Reads a whole file.
    static Rows of(byte[] file, InventorySchema schema, int bufferBytes) throws IOException {
        Rows rows = new Rows();
        rows.counts =
                new InventoryReader(bufferBytes)
                        .read(new ByteArrayInputStream(file), "a file", schema, rows);
        return rows;
    }

    static Rows of(String file) throws IOException {
        return of(file.getBytes(UTF_8), InventorySchema.PLAIN, 1 << 12);
    }

    @Override
    public boolean wants(InventoryRow row) {
        return true;
    }

    @Override
    public void row(InventoryRow row) {
        rows.add(
                new Row(
                        text(row.bucket(), row.bucketFrom(), row.bucketTo()),
                        text(row.key(), row.keyFrom(), row.keyTo()),
                        row.size(),
                        row.modifiedDay(),
                        row.latest(),
                        row.deleteMarker()));
    }

    @Override
    public void rejected(byte[] buffer, int from, int to, long lineNumber, String reason) {
        rejects.add(new Reject(lineNumber, text(buffer, from, to), reason));
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, UTF_8);
    }
}
