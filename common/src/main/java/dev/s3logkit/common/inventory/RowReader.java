package dev.s3logkit.common.inventory;

import dev.s3logkit.common.s3.FormEncodedKey;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Makes a row of the fields that a scanner found. Not safe for use by several threads.
final class RowReader {

    /// Every byte of a key may be written as three.
    private static final int MAX_ENCODED_KEY_BYTES = 3 * InventoryRow.MAX_KEY_BYTES;

    private static final int MIN_BUCKET_LENGTH = 3;
    private static final int MAX_BUCKET_LENGTH = 63;

    /// More digits may not fit a `long`.
    private static final int MAX_DIGITS = 18;

    private final CsvScanner fields;
    private final InventorySchema schema;
    private final InventoryRow row;
    private final DayField days = new DayField();
    private final byte[] unquoted = new byte[MAX_ENCODED_KEY_BYTES];
    private final byte[] decoded = new byte[MAX_ENCODED_KEY_BYTES];
    private final byte[] knownBucket = new byte[MAX_BUCKET_LENGTH];
    private int knownBucketLength;

    RowReader(CsvScanner fields, InventorySchema schema, InventoryRow row) {
        this.fields = fields;
        this.schema = schema;
        this.row = row;
    }

    InventorySchema schema() {
        return schema;
    }

    /// Reads everything but the key.
    ///
    /// @return null, or why this is no row
    @Nullable String read(byte[] b) {
        if (fields.fields != schema.columns()
                && (!schema.open() || fields.fields < schema.columns())) {
            return "found %d fields, expected %s%d"
                    .formatted(fields.fields, schema.open() ? "at least " : "", schema.columns());
        }
        row.latest = true;
        row.deleteMarker = false;
        if (schema.isLatest() >= 0) {
            int flag = flag(b, schema.isLatest());
            if (flag < 0) {
                return unexpected(b, schema.isLatest(), "IsLatest", "true or false");
            }
            row.latest = flag > 0;
        }
        if (schema.isDeleteMarker() >= 0) {
            int flag = flag(b, schema.isDeleteMarker());
            if (flag < 0) {
                return unexpected(b, schema.isDeleteMarker(), "IsDeleteMarker", "true or false");
            }
            row.deleteMarker = flag > 0;
        }
        row.size = size(b);
        if (row.size < 0) {
            return unexpected(b, schema.size(), "Size", "a number of bytes");
        }
        row.modifiedDay = 0;
        int modified = schema.lastModified();
        if (modified >= 0) {
            row.modifiedDay = days.read(b, fields.from[modified], fields.to[modified]);
            if (row.modifiedDay < 0) {
                return unexpected(b, modified, "LastModifiedDate", "a time in ISO 8601");
            }
        }
        if (!isBucket(b, fields.from[schema.bucket()], fields.to[schema.bucket()])) {
            return unexpected(b, schema.bucket(), "Bucket", "the name of a bucket");
        }
        row.bucketBytes = b;
        row.bucketFrom = fields.from[schema.bucket()];
        row.bucketTo = fields.to[schema.bucket()];
        row.writtenBytes = b;
        row.writtenFrom = fields.from[schema.key()];
        row.writtenTo = fields.to[schema.key()];
        return null;
    }

    /// Decodes the key of the row that [#read] has read.
    ///
    /// @return null, or why this is no key
    @Nullable String readKey(byte[] b) {
        byte[] in = b;
        int from = fields.from[schema.key()];
        int to = fields.to[schema.key()];
        if (to - from > MAX_ENCODED_KEY_BYTES) {
            return "found a key of %d bytes, expected at most %d"
                    .formatted(to - from, MAX_ENCODED_KEY_BYTES);
        }
        if ((fields.doubled & 1L << schema.key()) != 0) {
            to = unquote(b, from, to);
            from = 0;
            in = unquoted;
        }
        boolean plain = FormEncodedKey.isPlain(in, from, to);
        if (!plain) {
            int length = FormEncodedKey.decode(in, from, to, decoded);
            if (length < 0) {
                return unexpected(b, schema.key(), "Key", "two hex digits after each %");
            }
            in = decoded;
            from = 0;
            to = length;
        }
        if (to == from || to - from > InventoryRow.MAX_KEY_BYTES) {
            return "found a key of %d bytes, expected 1 to %d"
                    .formatted(to - from, InventoryRow.MAX_KEY_BYTES);
        }
        if (!plain && !isAscii(in, from, to) && !isUtf8(in, from, to)) {
            return unexpected(b, schema.key(), "Key", "UTF-8");
        }
        row.keyBytes = in;
        row.keyFrom = from;
        row.keyTo = to;
        return null;
    }

    /// 1 for `true`, 0 for `false`, -1 for anything else.
    private int flag(byte[] b, int column) {
        int from = fields.from[column];
        int length = fields.to[column] - from;
        if (length == 4 && isWord(b, from, "true")) {
            return 1;
        }
        return length == 5 && isWord(b, from, "false") ? 0 : -1;
    }

    private static boolean isWord(byte[] b, int from, String word) {
        for (int i = 0; i < word.length(); i++) {
            if ((b[from + i] | 0x20) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// Bytes, or -1 for what is no number. A delete marker may have none.
    private long size(byte[] b) {
        if (schema.size() < 0) {
            return 0;
        }
        int from = fields.from[schema.size()];
        int to = fields.to[schema.size()];
        if (to == from) {
            return row.deleteMarker ? 0 : -1;
        }
        if (to - from > MAX_DIGITS) {
            return -1;
        }
        long size = 0;
        for (int i = from; i < to; i++) {
            int digit = b[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            size = size * 10 + digit;
        }
        return size;
    }

    private boolean isBucket(byte[] b, int from, int to) {
        int length = to - from;
        if (length == knownBucketLength
                && Arrays.equals(b, from, to, knownBucket, 0, length)
                && length > 0) {
            return true;
        }
        if (length < MIN_BUCKET_LENGTH || length > MAX_BUCKET_LENGTH) {
            return false;
        }
        for (int i = from; i < to; i++) {
            byte c = b[i];
            boolean letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
            if (!letter && (c < '0' || c > '9') && c != '-' && c != '.' && c != '_') {
                return false;
            }
        }
        System.arraycopy(b, from, knownBucket, 0, length);
        knownBucketLength = length;
        return true;
    }

    private int unquote(byte[] b, int from, int to) {
        int length = 0;
        for (int i = from; i < to; i++) {
            unquoted[length++] = b[i];
            if (b[i] == '"') {
                i++;
            }
        }
        return length;
    }

    private static boolean isAscii(byte[] b, int from, int to) {
        int all = 0;
        for (int i = from; i < to; i++) {
            all |= b[i];
        }
        return all >= 0;
    }

    private static boolean isUtf8(byte[] b, int from, int to) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(b, from, to - from));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private String unexpected(byte[] b, int column, String name, String expected) {
        String found = Excerpt.of(b, fields.from[column], fields.to[column]);
        return "found %s %s, expected %s".formatted(name, found, expected);
    }
}
