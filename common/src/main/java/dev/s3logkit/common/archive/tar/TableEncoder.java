package dev.s3logkit.common.archive.tar;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Writes a table column by column: what is alike stands together, and compresses.
///
/// ```text
/// table   := entries varint | blocks varint
///            shared varint x entries     bytes that a name has in common with the one before
///            rest varint x entries       bytes of the name that follow those
///            names                       the rests, UTF-8
///            size varint x entries
///            mtime varint x entries      zigzag, seconds since the one before, the first since 1970
///            CRC-32 u32 x entries
///            headers varint x entries    blocks of 512 bytes before the body
///            etag kind u8 x entries      0 none, 1 MD5, 2 MD5 of a multipart upload, 3 text
///            etags                       1: 16 bytes; 2: 16 bytes, parts varint; 3: length varint, UTF-8
///            raw varint x blocks         bytes of the archive
///            stored varint x blocks      bytes in the file
/// ```
///
/// A varint has seven bits in a byte, the lowest first, and bit 7 set in all but the last.
final class TableEncoder {

    static final int ETAG_NONE = 0;
    static final int ETAG_MD5 = 1;
    static final int ETAG_MULTIPART = 2;
    static final int ETAG_TEXT = 3;
    static final int MD5_SIZE = 16;

    private static final int MD5_DIGITS = 2 * MD5_SIZE;
    private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}(?<parts>-[1-9][0-9]{0,4})?");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private TableEncoder() {}

    static byte[] encode(TableOfContents table) {
        TableEncoder encoder = new TableEncoder();
        List<TableEntry> entries = table.entries();
        encoder.varint(entries.size());
        encoder.varint(table.blocks().count());
        encoder.names(entries);
        entries.forEach(entry -> encoder.varint(entry.size()));
        encoder.times(entries);
        entries.forEach(entry -> encoder.u32((int) entry.crc32()));
        entries.forEach(
                entry ->
                        encoder.varint(
                                (entry.bodyOffset() - entry.headerOffset()) / TarConstants.BLOCK));
        encoder.etags(entries);
        encoder.blocks(table.blocks());
        return encoder.out.toByteArray();
    }

    private void names(List<TableEntry> entries) {
        ByteArrayOutputStream rests = new ByteArrayOutputStream();
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        byte[] before = {};
        for (TableEntry entry : entries) {
            byte[] name = entry.name().getBytes(UTF_8);
            int mismatch = Arrays.mismatch(before, name);
            int shared = mismatch < 0 ? name.length : mismatch;
            varint(shared);
            varint(rests, name.length - shared);
            text.write(name, shared, name.length - shared);
            before = name;
        }
        out.writeBytes(rests.toByteArray());
        out.writeBytes(text.toByteArray());
    }

    private void times(List<TableEntry> entries) {
        long before = 0;
        for (TableEntry entry : entries) {
            long seconds = entry.mtime().getEpochSecond();
            long step = seconds - before;
            varint((step << 1) ^ (step >> 63));
            before = seconds;
        }
    }

    private void etags(List<TableEntry> entries) {
        ByteArrayOutputStream values = new ByteArrayOutputStream();
        for (TableEntry entry : entries) {
            String etag = entry.etag();
            int kind = etag == null ? ETAG_NONE : kind(etag);
            out.write(kind);
            if (etag == null) {
                continue;
            }
            if (kind == ETAG_TEXT) {
                byte[] text = etag.getBytes(UTF_8);
                varint(values, text.length);
                values.writeBytes(text);
                continue;
            }
            values.writeBytes(HexFormat.of().parseHex(etag, 0, MD5_DIGITS));
            if (kind == ETAG_MULTIPART) {
                varint(values, Integer.parseInt(etag, MD5_DIGITS + 1, etag.length(), 10));
            }
        }
        out.writeBytes(values.toByteArray());
    }

    private static int kind(String etag) {
        Matcher md5 = MD5.matcher(etag);
        if (!md5.matches()) {
            return ETAG_TEXT;
        }
        return md5.group("parts") == null ? ETAG_MD5 : ETAG_MULTIPART;
    }

    private void blocks(BlockTable blocks) {
        for (int i = 0; i < blocks.count(); i++) {
            varint(blocks.rawEnd(i) - blocks.rawStart(i));
        }
        for (int i = 0; i < blocks.count(); i++) {
            varint(blocks.storedEnd(i) - blocks.storedStart(i));
        }
    }

    private void u32(int value) {
        for (int shift = 0; shift < Integer.SIZE; shift += 8) {
            out.write(value >>> shift);
        }
    }

    private void varint(long value) {
        varint(out, value);
    }

    private static void varint(ByteArrayOutputStream out, long value) {
        long left = value;
        while ((left & ~0x7f) != 0) {
            out.write((int) ((left & 0x7f) | 0x80));
            left >>>= 7;
        }
        out.write((int) left);
    }
}
