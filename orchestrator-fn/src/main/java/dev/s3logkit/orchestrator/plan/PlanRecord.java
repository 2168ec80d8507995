package dev.s3logkit.orchestrator.plan;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// What is sorted to make a plan, as bytes that sort as they should:
///
/// ```text
/// record := group | 0 | text | 0 | kind | value, 8 bytes, the highest first
/// ```
///
/// Neither group nor text holds a zero, so the records of a group follow each other, and in it
/// those of a text, in the order of their kinds.
final class PlanRecord {

    /// Text: empty. Value: the number of the last manifest that earlier plans have of the group.
    static final byte LAST_PART = 1;

    /// Text: `bucket/key` of an object that an earlier plan has.
    static final byte PLANNED = 2;

    /// Text: `bucket/key` of an object. Value: its bytes.
    static final byte OBJECT = 3;

    /// In the group [#REJECTS]. Text: place in the inventory, as hex digits, and JSON.
    static final byte REJECT = 4;

    /// The group of rejected rows, which no account is named.
    static final byte[] REJECTS = {'!'};

    /// Hex digits before the JSON of a reject.
    static final int PLACE = 24;

    private static final int TAIL = 2 + Long.BYTES;
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private PlanRecord() {}

    /// Bytes of a record.
    static int length(int group, int text) {
        return group + 1 + text + TAIL;
    }

    /// Writes the end of a record, behind its text.
    ///
    /// @return where the record ends
    static int end(byte[] into, int at, byte kind, long value) {
        into[at] = 0;
        into[at + 1] = kind;
        LONG.set(into, at + 2, value);
        return at + TAIL;
    }

    static byte kind(byte[] record, int to) {
        return record[to - Long.BYTES - 1];
    }

    static long value(byte[] record, int to) {
        return (long) LONG.get(record, to - Long.BYTES);
    }

    /// Where the group ends.
    static int groupEnd(byte[] record, int from) {
        int at = from;
        while (record[at] != 0) {
            at++;
        }
        return at;
    }

    /// Where the text ends; it starts one behind the group's end.
    static int textEnd(int to) {
        return to - TAIL;
    }
}
