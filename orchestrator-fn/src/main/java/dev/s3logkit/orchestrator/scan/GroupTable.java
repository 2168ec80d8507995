package dev.s3logkit.orchestrator.scan;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.s3logkit.common.LimitExceededException;
import dev.s3logkit.common.inventory.InventoryRow;
import dev.s3logkit.common.keylayout.LogKey;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/// Objects and bytes of each group, without the objects themselves: what a dry run needs.
public final class GroupTable implements RowTarget {

    /// More groups than accounts and regions that one organization can have.
    static final int MAX_GROUPS = 1 << 20;

    private static final VarHandle WORD =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long FACTOR = 0x9E37_79B9_7F4A_7C15L;

    private static final byte[] EMPTY = {};
    private static final int INITIAL = 1 << 10;

    /// Numbers of groups plus one, by a hash of account and region; 0 where there is none. Half of
    /// it at least is free.
    private int[] slots = new int[2 * INITIAL];

    private byte[][] names = new byte[INITIAL][];
    private long[] objects = new long[INITIAL];
    private long[] bytes = new long[INITIAL];
    private int groups;

    /// What one group comes to.
    public record Total(long objects, long bytes) {

        Total plus(Total other) {
            return new Total(objects + other.objects, bytes + other.bytes);
        }
    }

    @Override
    public int selected(InventoryRow row, LogKey where) throws LimitExceededException {
        byte[] key = row.key();
        int slot = slot(key, where);
        if (slots[slot] == 0) {
            if (groups == names.length) {
                grow();
                slot = slot(key, where);
            }
            names[groups] = name(key, where);
            slots[slot] = ++groups;
        }
        int group = slots[slot] - 1;
        again(group, row.size());
        return group;
    }

    @Override
    public void again(int group, long size) {
        objects[group]++;
        bytes[group] += size;
    }

    /// The slot of the group, or the free one where it belongs.
    private int slot(byte[] key, LogKey where) {
        int mask = slots.length - 1;
        int accountLength = where.accountTo() - where.accountFrom();
        int slot =
                start(
                        word(key, where.accountFrom()),
                        word(key, where.accountTo() - Long.BYTES),
                        word(key, where.regionTo() - Long.BYTES));
        while (true) {
            int group = slots[slot & mask] - 1;
            byte[] name = group < 0 ? EMPTY : names[group];
            if (group < 0
                    || (name.length == accountLength + 1 + where.regionTo() - where.regionFrom()
                            && Arrays.equals(
                                    name,
                                    0,
                                    accountLength,
                                    key,
                                    where.accountFrom(),
                                    where.accountTo())
                            && Arrays.equals(
                                    name,
                                    accountLength + 1,
                                    name.length,
                                    key,
                                    where.regionFrom(),
                                    where.regionTo()))) {
                return slot & mask;
            }
            slot++;
        }
    }

    /// Accounts have at least eight digits, and stand before regions, so all three are in the key.
    private static long word(byte[] key, int at) {
        return (long) WORD.get(key, at);
    }

    private static int start(long accountHead, long accountTail, long regionTail) {
        // Regions have at least seven bytes; the one before is no part of a short one.
        long hash = (accountHead * FACTOR ^ accountTail) * FACTOR ^ (regionTail >>> Byte.SIZE);
        return (int) ((hash * FACTOR) >>> 40);
    }

    private static byte[] name(byte[] key, LogKey where) {
        int account = where.accountTo() - where.accountFrom();
        int region = where.regionTo() - where.regionFrom();
        byte[] name = new byte[account + 1 + region];
        System.arraycopy(key, where.accountFrom(), name, 0, account);
        name[account] = '-';
        System.arraycopy(key, where.regionFrom(), name, account + 1, region);
        return name;
    }

    private void grow() throws LimitExceededException {
        if (groups == MAX_GROUPS) {
            throw new LimitExceededException("groups in one inventory", groups + 1L, MAX_GROUPS);
        }
        names = Arrays.copyOf(names, 2 * groups);
        objects = Arrays.copyOf(objects, 2 * groups);
        bytes = Arrays.copyOf(bytes, 2 * groups);
        slots = new int[2 * names.length];
        for (int group = 0; group < groups; group++) {
            slots[free(names[group])] = group + 1;
        }
    }

    private int free(byte[] name) {
        int account = 0;
        while (name[account] != '-') {
            account++;
        }
        int slot =
                start(
                        word(name, 0),
                        word(name, account - Long.BYTES),
                        word(name, name.length - Long.BYTES));
        while (slots[slot & (slots.length - 1)] != 0) {
            slot++;
        }
        return slot & (slots.length - 1);
    }

    @Override
    public void rejected(int file, Reject reject) {
        // Counted, with examples, by whoever calls.
    }

    @Override
    public void fileEnds() {
        // Nothing is held back.
    }

    private void addTo(Map<String, Total> totals) {
        for (int i = 0; i < groups; i++) {
            totals.merge(
                    new String(names[i], US_ASCII), new Total(objects[i], bytes[i]), Total::plus);
        }
    }

    /// The totals of several tables by `<account>-<region>`, in the order of these names.
    public static Map<String, Total> totals(Iterable<GroupTable> tables) {
        Map<String, Total> totals = new TreeMap<>();
        tables.forEach(table -> table.addTo(totals));
        return totals;
    }
}
