package dev.s3logkit.compressor.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.s3logkit.common.s3.ObjectInfo;
import dev.s3logkit.common.s3.S3Uri;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Objects in the order of the manifest, each once, and what S3 says of them. Made for hundreds of
/// thousands: texts are bytes in large arrays, about 100 bytes an object besides its key. Adding is
/// for one thread; what is known of objects may be noted by several.
public final class SourceList {

    /// The size of an object of which nothing is known yet.
    public static final long UNKNOWN = -1;

    private static final int CHUNK_BITS = 20;
    private static final int CHUNK = 1 << CHUNK_BITS;
    private static final int FIRST_ROOM = 256;

    /// Texts one after the other, each behind its length in two bytes, none over the end of a
    /// chunk.
    private final List<byte[]> chunks = new ArrayList<>();

    private int chunkUsed = CHUNK;
    private final List<String> buckets = new ArrayList<>();
    private final Map<String, Integer> bucketNumbers = new HashMap<>();
    private short[] bucketOf = new short[FIRST_ROOM];
    private long[] keyAt = new long[FIRST_ROOM];
    private long[] etagAt = new long[FIRST_ROOM];
    private long[] sizes = new long[FIRST_ROOM];
    private long[] modifiedMillis = new long[FIRST_ROOM];
    private int count;

    /// Numbers of objects, plus 1, by the hash of their key; 0 where none is.
    private int[] table = new int[2 * FIRST_ROOM];

    /// Adds an object unless it is there.
    ///
    /// @return its number
    public int add(S3Uri object) {
        byte[] key = object.key().getBytes(UTF_8);
        int bucket = bucket(object.bucket());
        int slot = slot(bucket, key);
        if (table[slot] != 0) {
            return table[slot] - 1;
        }
        if (count == sizes.length) {
            grow();
            slot = slot(bucket, key);
        }
        bucketOf[count] = (short) bucket;
        keyAt[count] = store(key);
        sizes[count] = UNKNOWN;
        table[slot] = count + 1;
        return count++;
    }

    /// Notes what S3 says of an object.
    public synchronized void describe(int index, ObjectInfo info) {
        etagAt[index] = store(info.etag().getBytes(UTF_8));
        modifiedMillis[index] = info.lastModified().toEpochMilli();
        sizes[index] = info.size();
    }

    /// Objects that were added.
    public int count() {
        return count;
    }

    /// The names of the buckets, in the order in which they first came.
    public List<String> buckets() {
        return List.copyOf(buckets);
    }

    /// The bucket of an object, as a number into [#buckets()].
    int bucketNumber(int index) {
        return bucketOf[index] & 0xffff;
    }

    public S3Uri uri(int index) {
        return new S3Uri(buckets.get(bucketNumber(index)), new String(key(index), UTF_8));
    }

    /// The key in UTF-8.
    byte[] key(int index) {
        return text(keyAt[index]);
    }

    /// Bytes, or [#UNKNOWN].
    public long size(int index) {
        return sizes[index];
    }

    /// What S3 said of an object.
    ///
    /// @throws IllegalStateException when it said nothing yet
    public ObjectInfo info(int index) {
        if (sizes[index] == UNKNOWN) {
            throw new IllegalStateException(uri(index) + " was not looked up");
        }
        return new ObjectInfo(
                uri(index),
                sizes[index],
                new String(text(etagAt[index]), UTF_8),
                Instant.ofEpochMilli(modifiedMillis[index]),
                Map.of());
    }

    /// Compares two objects by bucket and by the bytes of their keys, as S3 lists them.
    int compare(int a, int b) {
        int buckets = Integer.compare(bucketNumber(a), bucketNumber(b));
        return buckets != 0 ? buckets : Arrays.compareUnsigned(key(a), key(b));
    }

    private int bucket(String name) {
        Integer known = bucketNumbers.get(name);
        if (known != null) {
            return known;
        }
        if (buckets.size() > 0xffff) {
            throw new IllegalStateException("more than 65,536 buckets");
        }
        bucketNumbers.put(name, buckets.size());
        buckets.add(name);
        return buckets.size() - 1;
    }

    /// Where an object is in the table, or would be.
    private int slot(int bucket, byte[] key) {
        int hash = 31 * Arrays.hashCode(key) + bucket;
        int slot = ((hash ^ (hash >>> 16)) * 0x9E37_79B1) >>> 1;
        for (slot %= table.length; table[slot] != 0; slot = (slot + 1) % table.length) {
            int there = table[slot] - 1;
            if (bucketNumber(there) == bucket && Arrays.equals(key(there), key)) {
                break;
            }
        }
        return slot;
    }

    private void grow() {
        int room = Math.multiplyExact(sizes.length, 2);
        bucketOf = Arrays.copyOf(bucketOf, room);
        keyAt = Arrays.copyOf(keyAt, room);
        etagAt = Arrays.copyOf(etagAt, room);
        sizes = Arrays.copyOf(sizes, room);
        modifiedMillis = Arrays.copyOf(modifiedMillis, room);
        table = new int[Math.multiplyExact(room, 2)];
        for (int i = 0; i < count; i++) {
            table[slot(bucketNumber(i), key(i))] = i + 1;
        }
    }

    private synchronized long store(byte[] text) {
        if (chunkUsed + 2 + text.length > CHUNK) {
            chunks.add(new byte[CHUNK]);
            chunkUsed = 0;
        }
        byte[] chunk = chunks.getLast();
        long at = ((chunks.size() - 1L) << CHUNK_BITS) + chunkUsed;
        chunk[chunkUsed] = (byte) (text.length >>> 8);
        chunk[chunkUsed + 1] = (byte) text.length;
        System.arraycopy(text, 0, chunk, chunkUsed + 2, text.length);
        chunkUsed += 2 + text.length;
        return at;
    }

    private synchronized byte[] text(long at) {
        byte[] chunk = chunks.get((int) (at >>> CHUNK_BITS));
        int start = (int) (at & (CHUNK - 1));
        int length = ((chunk[start] & 0xff) << 8) | (chunk[start + 1] & 0xff);
        return Arrays.copyOfRange(chunk, start + 2, start + 2 + length);
    }
}
