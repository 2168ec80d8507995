package dev.s3logkit.aggregator.staging;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.s3logkit.common.accesslog.AccessLogField;
import dev.s3logkit.common.accesslog.AccessLogRecord;
import dev.s3logkit.common.accesslog.AccessLogSink;
import dev.s3logkit.common.accesslog.RejectLine;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Distributes the lines of one source object over the partitions of its batch.
///
/// Neighbouring lines of one partition are copied as one piece, and the partition of the line
/// before is tried first, because the lines of an object are mostly of one bucket and near in time.
public final class SectionSink implements AccessLogSink {

    private final StagingBatch batch;
    private final int number;
    private final String objectName;
    private final long lastModified;
    private final boolean mergeBuckets;
    private final Windows windows;

    private @Nullable FragmentWriter writer;
    private byte[] bucket = new byte[0];
    private String scope = Scope.ALL_BUCKETS;
    private long windowStart;
    private long windowEnd;

    private byte[] runBuffer = new byte[0];
    private int runFrom;
    private int runTo;
    private int runLines;

    SectionSink(StagingBatch batch, int number, String objectName, long lastModified) {
        this.batch = batch;
        this.number = number;
        this.objectName = objectName;
        this.lastModified = lastModified;
        this.mergeBuckets = batch.layout().mergeBuckets();
        this.windows = batch.layout().partitions();
    }

    int number() {
        return number;
    }

    @Override
    public void accepted(byte[] buffer, int from, int to, int next, AccessLogRecord record)
            throws IOException {
        long second = StagingBatch.nameable(record.epochSecond());
        boolean sameWindow = second >= windowStart && second < windowEnd;
        if (!sameWindow || (!mergeBuckets && !sameBucket(buffer, record))) {
            flush();
            turnTo(buffer, record, second);
        }
        if (next == to) {
            flush();
            byte[] line = withRoomForBreak(buffer, from, to);
            line[to - from] = '\n';
            append(line, 0, line.length, 1);
            return;
        }
        if (runLines > 0 && runTo == from) {
            runTo = next;
        } else {
            flush();
            runBuffer = buffer;
            runFrom = from;
            runTo = next;
        }
        runLines++;
    }

    /// The last line of an object may lack its line break; the staged line never does.
    private static byte[] withRoomForBreak(byte[] buffer, int from, int to) {
        byte[] line = new byte[to - from + 1];
        System.arraycopy(buffer, from, line, 0, to - from);
        return line;
    }

    private boolean sameBucket(byte[] buffer, AccessLogRecord record) {
        return Arrays.equals(
                buffer,
                record.start(AccessLogField.BUCKET),
                record.end(AccessLogField.BUCKET),
                bucket,
                0,
                bucket.length);
    }

    private void turnTo(byte[] buffer, AccessLogRecord record, long second) {
        if (!mergeBuckets && !sameBucket(buffer, record)) {
            bucket =
                    Arrays.copyOfRange(
                            buffer,
                            record.start(AccessLogField.BUCKET),
                            record.end(AccessLogField.BUCKET));
            scope = Scope.ofBucket(new String(bucket, ISO_8859_1));
        }
        windowStart = windows.start(second);
        // A window that daylight saving time cuts short is looked up again, which is always right.
        windowEnd =
                windows.start(windowStart + windows.seconds() - 1) == windowStart
                        ? windowStart + windows.seconds()
                        : second + 1;
        writer =
                batch.writer(
                        new Partition(scope, windowStart, windows.seconds(), LineKind.RECORDS));
    }

    @Override
    public void rejected(byte[] buffer, int from, int to, long lineNumber, int part, String reason)
            throws IOException {
        flush();
        byte[] json = RejectLine.toJson(objectName, lineNumber, part, reason, buffer, from, to);
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        Partition partition =
                new Partition(
                        Scope.ALL_BUCKETS,
                        windows.start(lastModified),
                        windows.seconds(),
                        LineKind.REJECTS);
        batch.append(batch.writer(partition), number, line, 0, line.length, 1);
    }

    @Override
    public void bufferEnds() throws IOException {
        flush();
    }

    private void flush() throws IOException {
        if (runLines > 0) {
            int lines = runLines;
            runLines = 0;
            append(runBuffer, runFrom, runTo, lines);
        }
    }

    private void append(byte[] bytes, int from, int to, int lines) throws IOException {
        if (writer == null) {
            throw new IllegalStateException("lines before their partition");
        }
        batch.requireRoom(objectName);
        batch.append(writer, number, bytes, from, to, lines);
    }
}
