package dev.s3logkit.aggregator.staging;

/// A set of [SourceHash] values in 16 bytes each plus open addressing, since a window's ledger may
/// name a million sources.
public final class SourceHashSet {

    private long[] slots = new long[2 * 64];
    private int size;
    private boolean hasZero;

    /// Adds a hash; false when it was there.
    public boolean add(SourceHash hash) {
        return add(hash.high(), hash.low());
    }

    private boolean add(long high, long low) {
        if ((high | low) == 0) {
            boolean added = !hasZero;
            hasZero = true;
            return added;
        }
        int at = find(slots, high, low);
        if ((slots[at] | slots[at + 1]) != 0) {
            return false;
        }
        slots[at] = high;
        slots[at + 1] = low;
        if (++size * 4 > slots.length) {
            grow();
        }
        return true;
    }

    /// Whether the hash was added.
    public boolean contains(SourceHash hash) {
        if ((hash.high() | hash.low()) == 0) {
            return hasZero;
        }
        int at = find(slots, hash.high(), hash.low());
        return (slots[at] | slots[at + 1]) != 0;
    }

    /// How many hashes are in the set.
    public int size() {
        return size + (hasZero ? 1 : 0);
    }

    private static int find(long[] slots, long high, long low) {
        int mask = slots.length / 2 - 1;
        int slot = (int) high & mask;
        while ((slots[2 * slot] | slots[2 * slot + 1]) != 0
                && (slots[2 * slot] != high || slots[2 * slot + 1] != low)) {
            slot = (slot + 1) & mask;
        }
        return 2 * slot;
    }

    private void grow() {
        long[] larger = new long[slots.length * 2];
        for (int i = 0; i < slots.length; i += 2) {
            if ((slots[i] | slots[i + 1]) != 0) {
                int at = find(larger, slots[i], slots[i + 1]);
                larger[at] = slots[i];
                larger[at + 1] = slots[i + 1];
            }
        }
        slots = larger;
    }
}
