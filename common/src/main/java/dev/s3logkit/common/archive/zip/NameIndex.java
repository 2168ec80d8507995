package dev.s3logkit.common.archive.zip;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

/// Finds entries by name: a hash table of eight to sixteen bytes for an entry. Of entries of one
/// name the last one counts, as when all are extracted. The hash has a secret of its own, so that
/// no archive can be made to be slow.
final class NameIndex {

    private final ZipDirectory directory;
    private final long secret = new SplittableRandom().nextLong() | 1;

    /// Number of an entry plus one; 0 is free.
    private final int[] slots;

    NameIndex(ZipDirectory directory) {
        this.directory = directory;
        int room = Integer.highestOneBit(Math.max(8, directory.size())) << 2;
        this.slots = new int[Math.max(room, 16)];
        for (int i = 0; i < directory.size(); i++) {
            add(i);
        }
    }

    /// The number of the last entry of this name, or -1.
    int find(String name) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        int slot = slot(utf8, 0, utf8.length);
        while (slots[slot] != 0) {
            int entry = slots[slot] - 1;
            if (named(entry, utf8, 0, utf8.length)) {
                return entry;
            }
            slot = slot + 1 & slots.length - 1;
        }
        return -1;
    }

    private void add(int entry) {
        byte[] bytes = directory.tail().bytes();
        int header = directory.header(entry);
        int from = header + ZipConstants.CENTRAL_SIZE;
        int length = directory.nameLength(entry);
        if (!ZipName.isPlain(bytes, header)) {
            bytes = ZipName.decode(bytes, header).getBytes(StandardCharsets.UTF_8);
            from = 0;
            length = bytes.length;
        }
        int slot = slot(bytes, from, length);
        while (slots[slot] != 0 && !named(slots[slot] - 1, bytes, from, length)) {
            slot = slot + 1 & slots.length - 1;
        }
        slots[slot] = entry + 1;
    }

    private boolean named(int entry, byte[] utf8, int from, int length) {
        byte[] bytes = directory.tail().bytes();
        int header = directory.header(entry);
        if (ZipName.isPlain(bytes, header)) {
            int name = header + ZipConstants.CENTRAL_SIZE;
            return Arrays.equals(
                    bytes, name, name + directory.nameLength(entry), utf8, from, from + length);
        }
        byte[] name = ZipName.decode(bytes, header).getBytes(StandardCharsets.UTF_8);
        return Arrays.equals(name, 0, name.length, utf8, from, from + length);
    }

    private int slot(byte[] bytes, int from, int length) {
        long hash = secret ^ length;
        int at = from;
        int end = from + length;
        for (; end - at >= Long.BYTES; at += Long.BYTES) {
            hash = mix(hash ^ LittleEndian.i64(bytes, at));
        }
        for (; at < end; at++) {
            hash = mix(hash ^ bytes[at]);
        }
        return (int) (hash >>> 32) & slots.length - 1;
    }

    private long mix(long hash) {
        long product = hash * secret;
        return product ^ product >>> 29;
    }
}
