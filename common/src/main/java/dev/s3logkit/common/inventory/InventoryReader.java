package dev.s3logkit.common.inventory;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.s3logkit.common.FormatException;
import dev.s3logkit.common.NotThisFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the rows of CSV inventories, file after file, and hands them to a sink.
///
/// Memory is bounded by the larger of the buffer size given and [#MAX_ROW_BYTES], whatever the
/// input. Reusable, also after an exception; not safe for use by several threads.
public final class InventoryReader {

    /// A longer row is rejected.
    public static final int MAX_ROW_BYTES = 1 << 20;

    private static final int MIN_BUFFER_BYTES = 16;

    /// A file whose first rows are all wrong is no inventory, however long it is.
    private static final int TRIED_ROWS = 1_000;

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final CsvScanner scanner = new CsvScanner();
    private final InventoryRow row = new InventoryRow();

    /// Its length is the size of the buffer and [CsvScanner#SLACK].
    private byte[] buffer;

    private RowReader fields;
    private String name = "";
    private int start;
    private int limit;
    private boolean ended;

    /// The number of the line that is read next.
    private long line;

    /// Whether what comes up to the next line break belongs to a row that was rejected.
    private boolean passing;

    private long rows;
    private long rejected;

    /// What was wrong with the first row that was rejected.
    private String firstReason = "";

    /// @param bufferBytes how much is read at a time, at least 16; the buffer grows when a row does
    ///   not fit it
    public InventoryReader(int bufferBytes) {
        if (bufferBytes < MIN_BUFFER_BYTES) {
            throw new IllegalArgumentException(
                    "buffer size " + bufferBytes + ", at least " + MIN_BUFFER_BYTES);
        }
        buffer = new byte[bufferBytes + CsvScanner.SLACK];
        fields = new RowReader(scanner, InventorySchema.PLAIN, row);
    }

    /// Reads `in` to its end; does not close it.
    ///
    /// @param name of the file in messages, as `s3://bucket/key` or a path
    /// @param schema of the rows; with [InventorySchema#PLAIN], a header in the first line is
    ///   recognised, and tells the order of the columns
    /// @throws FormatException when this is no inventory: none of the first rows, or not the very
    ///   first one, has the columns; or when the sink says so
    public InventoryCounts read(
            InputStream in, String name, InventorySchema schema, InventorySink sink)
            throws IOException {
        this.name = name;
        fields = new RowReader(scanner, schema, row);
        start = 0;
        limit = 0;
        ended = false;
        passing = false;
        line = 1;
        rows = 0;
        rejected = 0;
        boolean atStart = true;
        long bytes = 0;
        while (!ended) {
            int n = in.read(buffer, limit, capacity() - limit);
            ended = n < 0;
            bytes += Math.max(n, 0);
            limit += Math.max(n, 0);
            if (atStart && (limit >= BYTE_ORDER_MARK.length || ended)) {
                atStart = false;
                passByteOrderMark();
            }
            if (!atStart) {
                rows(schema, sink);
                makeRoom();
            }
        }
        if (rejected > 0 && rows == 0) {
            throw noneCanBeRead("none of its %d rows can be read".formatted(rejected));
        }
        return new InventoryCounts(rows, rejected, bytes);
    }

    private int capacity() {
        return buffer.length - CsvScanner.SLACK;
    }

    private void passByteOrderMark() {
        if (limit >= BYTE_ORDER_MARK.length
                && Arrays.equals(buffer, 0, BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, 3)) {
            start = BYTE_ORDER_MARK.length;
        }
    }

    private void rows(InventorySchema schema, InventorySink sink) throws IOException {
        while (start < limit) {
            if (passing) {
                pass();
                continue;
            }
            CsvScanner.Result result = scanner.scan(buffer, start, limit, ended);
            if (result == CsvScanner.Result.INCOMPLETE) {
                if (limit - start <= MAX_ROW_BYTES) {
                    return;
                }
                reject(sink, "found a row longer than %d bytes".formatted(MAX_ROW_BYTES));
            } else if (result != CsvScanner.Result.ROW) {
                checkFirst();
                reject(sink, problem(result));
            } else if (rows + rejected == 0 && first(schema)) {
                line += 1 + scanner.innerLines;
                start = scanner.next;
            } else {
                row(sink);
            }
        }
    }

    private void row(InventorySink sink) throws IOException {
        if (scanner.fields == 1 && scanner.from[0] == scanner.to[0] && buffer[start] != '"') {
            line++;
            start = scanner.next;
            return;
        }
        @Nullable String reason = fields.read(buffer);
        if (reason == null && sink.wants(row)) {
            reason = fields.readKey(buffer);
            if (reason == null) {
                sink.row(row);
            }
        }
        if (reason != null) {
            reject(sink, reason);
            return;
        }
        rows++;
        line += 1 + scanner.innerLines;
        start = scanner.next;
    }

    /// Looks at the first row: whether it is a header, and otherwise whether it has the columns.
    private boolean first(InventorySchema schema) throws FormatException {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < scanner.fields; i++) {
            int from = scanner.from[i];
            texts.add(new String(buffer, from, Math.min(scanner.to[i] - from, 64), UTF_8));
        }
        Optional<InventorySchema> header =
                schema.equals(InventorySchema.PLAIN)
                        ? InventorySchema.ofHeader(texts)
                        : Optional.empty();
        if (header.isPresent()) {
            fields = new RowReader(scanner, header.get(), row);
            return true;
        }
        boolean blank = texts.size() == 1 && texts.getFirst().isEmpty();
        boolean columns =
                schema.open() ? texts.size() >= schema.columns() : texts.size() == schema.columns();
        if (!blank && !columns) {
            throw notAnInventory(
                    "its first line is %s, expected %s%d fields"
                            .formatted(
                                    firstLine(),
                                    schema.open() ? "at least " : "",
                                    schema.columns()));
        }
        return false;
    }

    private void checkFirst() throws FormatException {
        if (rows + rejected == 0) {
            throw notAnInventory(
                    "its first line is %s, expected fields in quotes with commas between them"
                            .formatted(firstLine()));
        }
    }

    private String firstLine() {
        return Excerpt.of(buffer, start, lineEnd());
    }

    private NotThisFormatException notAnInventory(String problem) {
        return new NotThisFormatException(name + " is no CSV inventory: " + problem);
    }

    private NotThisFormatException noneCanBeRead(String problem) {
        boolean plain = fields.schema().equals(InventorySchema.PLAIN);
        return notAnInventory(
                "%s; in the first one was %s%s"
                        .formatted(
                                problem,
                                firstReason,
                                plain
                                        ? " (without a manifest.json or a header, columns are"
                                                + " bucket, key, size and time)"
                                        : ""));
    }

    private static String problem(CsvScanner.Result result) {
        return switch (result) {
            case TEXT_AFTER_QUOTE ->
                    "found text behind a closing quote, expected a comma or the end of the row";
            case UNCLOSED_QUOTE -> "found a quote, expected another one that closes it";
            case TOO_MANY_FIELDS -> "found more than %d fields".formatted(CsvScanner.MAX_COLUMNS);
            case ROW, INCOMPLETE -> throw new IllegalArgumentException(result.toString());
        };
    }

    /// Rejects the line at which the row starts. What follows it is read as rows again, so that a
    /// stray quote costs one line.
    private void reject(InventorySink sink, String reason) throws IOException {
        rejected++;
        if (rejected == 1) {
            firstReason = reason;
        }
        sink.rejected(buffer, start, lineEnd(), line, reason);
        if (rows == 0 && rejected == TRIED_ROWS) {
            throw noneCanBeRead("none of its first %d rows can be read".formatted(TRIED_ROWS));
        }
        passing = true;
        pass();
    }

    private void pass() {
        int end = lineFeed();
        passing = end == limit;
        start = passing ? limit : end + 1;
        line += passing ? 0 : 1;
    }

    /// The next line feed, or the end of what is there.
    private int lineFeed() {
        int end = start;
        while (end < limit && buffer[end] != '\n') {
            end++;
        }
        return end;
    }

    private int lineEnd() {
        int end = lineFeed();
        return end > start && buffer[end - 1] == '\r' ? end - 1 : end;
    }

    private void makeRoom() {
        int kept = limit - start;
        if (start == 0 && limit == capacity()) {
            int larger = Math.max(kept + 1, Math.min(2 * kept, MAX_ROW_BYTES + 1));
            buffer = Arrays.copyOf(buffer, larger + CsvScanner.SLACK);
            return;
        }
        System.arraycopy(buffer, start, buffer, 0, kept);
        start = 0;
        limit = kept;
    }
}
