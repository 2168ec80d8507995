package dev.s3logkit.common.archive.tar;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/// Writes archives block by block, right or wrong.
final class TarBuilder {

    private static final int BLOCK = 512;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /// A POSIX header with a right checksum, and the body.
    TarBuilder entry(String name, char type, byte[] body) {
        return entry(name, type, body, header -> {});
    }

    /// As above, with the header changed before its checksum is taken.
    TarBuilder entry(String name, char type, byte[] body, Consumer<byte[]> change) {
        byte[] header = new byte[BLOCK];
        put(header, 0, name);
        put(header, 100, "0000644\0");
        put(header, 108, "0000000\0");
        put(header, 116, "0000000\0");
        put(header, 124, "%011o\0".formatted(body.length));
        put(header, 136, "00000001750\0");
        header[156] = (byte) type;
        put(header, 257, "ustar\00000");
        change.accept(header);
        checksum(header, false);
        return raw(header).body(body);
    }

    TarBuilder pax(char type, String... keywordsAndValues) {
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        for (int i = 0; i < keywordsAndValues.length; i += 2) {
            records.writeBytes(record(keywordsAndValues[i], keywordsAndValues[i + 1]));
        }
        return entry("PaxHeaders/x", type, records.toByteArray());
    }

    static byte[] record(String keyword, String value) {
        int rest = (" " + keyword + "=" + value + "\n").getBytes(UTF_8).length;
        int length = rest + Integer.toString(rest).length();
        length = rest + Integer.toString(length).length();
        return (length + " " + keyword + "=" + value + "\n").getBytes(UTF_8);
    }

    TarBuilder body(byte[] body) {
        return raw(body).raw(new byte[-body.length & (BLOCK - 1)]);
    }

    TarBuilder raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    byte[] end() {
        return raw(new byte[2 * BLOCK]).out.toByteArray();
    }

    byte[] withoutEnd() {
        return out.toByteArray();
    }

    static void put(byte[] header, int offset, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        System.arraycopy(bytes, 0, header, offset, bytes.length);
    }

    static void checksum(byte[] header, boolean signed) {
        put(header, 148, "        ");
        int sum = 0;
        for (byte b : header) {
            sum += signed ? b : b & 0xff;
        }
        put(header, 148, "%06o\0 ".formatted(sum));
    }
}
