package dev.s3logkit.orchestrator.plan;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.s3logkit.common.inventory.InventoryRow;
import dev.s3logkit.common.keylayout.LogKey;
import dev.s3logkit.common.sort.LineSorter;
import dev.s3logkit.orchestrator.scan.Reject;
import dev.s3logkit.orchestrator.scan.RowTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/// Collects the objects of a plan, in any order and from any number of threads, and gives them back
/// sorted by group and key. Memory does not grow with their number; what does not fit is spilled.
public final class PlanRows implements AutoCloseable {

    /// Handed to the sorter at a time.
    private static final int BATCH = 64 << 10;

    private final LineSorter sorter;

    /// @param scratch where sorted runs are spilled
    /// @param memory bytes held before that
    public PlanRows(Path scratch, int memory) {
        sorter = new LineSorter(scratch, false, memory);
    }

    /// A target for one thread.
    public RowTarget target() {
        return new Batch();
    }

    /// An object that an earlier plan has.
    ///
    /// @param text `bucket/key`
    synchronized void addPlanned(String group, byte[] text, int from, int to) throws IOException {
        byte[] name = group.getBytes(US_ASCII);
        byte[] record = new byte[PlanRecord.length(name.length, to - from)];
        System.arraycopy(name, 0, record, 0, name.length);
        System.arraycopy(text, from, record, name.length + 1, to - from);
        int end = PlanRecord.end(record, name.length + 1 + to - from, PlanRecord.PLANNED, 0);
        sorter.add(0, record, 0, end);
    }

    /// The number of the last manifest of a group in earlier plans.
    synchronized void addLastPart(String group, int number) throws IOException {
        byte[] name = group.getBytes(US_ASCII);
        byte[] record = Arrays.copyOf(name, PlanRecord.length(name.length, 0));
        sorter.add(
                0,
                record,
                0,
                PlanRecord.end(record, name.length + 1, PlanRecord.LAST_PART, number));
    }

    private synchronized void add(byte[] records, int[] ends, int count) throws IOException {
        int from = 0;
        for (int i = 0; i < count; i++) {
            sorter.add(0, records, from, ends[i]);
            from = ends[i];
        }
    }

    /// Hands the records over in order; once.
    synchronized void drain(LineSorter.Consumer consumer) throws IOException {
        sorter.drain(consumer);
    }

    @Override
    public void close() throws IOException {
        sorter.close();
    }

    private final class Batch implements RowTarget {

        private byte[] records = new byte[BATCH];
        private int[] ends = new int[1 << 10];
        private int count;
        private int used;

        @Override
        public int selected(InventoryRow row, LogKey where) throws IOException {
            int bucket = row.bucketTo() - row.bucketFrom();
            int key = row.keyTo() - row.keyFrom();
            int account = where.accountTo() - where.accountFrom();
            int region = where.regionTo() - where.regionFrom();
            reserve(PlanRecord.length(account + 1 + region, bucket + 1 + key));
            put(row.key(), where.accountFrom(), account);
            records[used++] = '-';
            put(row.key(), where.regionFrom(), region);
            records[used++] = 0;
            put(row.bucket(), row.bucketFrom(), bucket);
            records[used++] = '/';
            put(row.key(), row.keyFrom(), key);
            used = PlanRecord.end(records, used, PlanRecord.OBJECT, row.size());
            ends[count++] = used;
            return EVERY_ROW;
        }

        @Override
        public void again(int group, long size) {
            throw new IllegalStateException("every row is wanted");
        }

        @Override
        public void rejected(int file, Reject reject) throws IOException {
            String place = "%08x%016x".formatted(file, reject.line());
            byte[] text = (place + RejectJson.of(reject)).getBytes(UTF_8);
            reserve(PlanRecord.length(PlanRecord.REJECTS.length, text.length));
            put(PlanRecord.REJECTS, 0, PlanRecord.REJECTS.length);
            records[used++] = 0;
            put(text, 0, text.length);
            used = PlanRecord.end(records, used, PlanRecord.REJECT, 0);
            ends[count++] = used;
        }

        private void put(byte[] bytes, int from, int length) {
            System.arraycopy(bytes, from, records, used, length);
            used += length;
        }

        private void reserve(int length) throws IOException {
            if (used + length > records.length || count == ends.length) {
                flush();
            }
            if (length > records.length) {
                records = new byte[length];
            }
        }

        private void flush() throws IOException {
            add(records, ends, count);
            count = 0;
            used = 0;
        }

        @Override
        public void fileEnds() throws IOException {
            flush();
        }
    }
}
