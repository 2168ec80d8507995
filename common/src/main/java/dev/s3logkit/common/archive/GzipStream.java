package dev.s3logkit.common.archive;

import dev.s3logkit.common.UnsupportedFeatureException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;

/// The content of all members of a gzip file (RFC 1952).
///
/// ```text
/// member:  1f 8b  CM  FLG  MTIME(4)  XFL  OS  [XLEN(2) extra]  [name 0]  [comment 0]  [CRC16]
///          deflated data  CRC32(4)  ISIZE(4)
/// ```
///
/// The JDK's stream ends at a member's end when nothing happens to be available, which on a network
/// is anywhere, and passes over what is no member; this one ends at the end of its input.
final class GzipStream extends InputStream {

    // RFC 1952 2.3 and 2.3.1.
    private static final int ID1 = 0x1f;
    private static final int ID2 = 0x8b;
    private static final int CM_DEFLATE = 8;
    private static final int FHCRC = 2;
    private static final int FEXTRA = 4;
    private static final int FNAME = 8;
    private static final int FCOMMENT = 16;
    private static final int RESERVED = 0xe0;

    private final DeflatedInput in;
    private final CRC32 crc = new CRC32();
    private boolean inMember;
    private boolean ended;

    GzipStream(DeflatedInput in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
        if (len == 0) {
            return 0;
        }
        while (!ended) {
            if (!inMember) {
                startMember();
                continue;
            }
            int n = in.inflate(b, off, len);
            if (n > 0) {
                crc.update(b, off, n);
                return n;
            }
            endMember();
        }
        return -1;
    }

    @Override
    public void close() throws IOException {
        ended = true;
        in.close();
    }

    private void startMember() throws IOException {
        boolean first = in.offset() == 0;
        int id1 = in.readByte();
        if (id1 == 0 && !first) {
            passZeros();
            return;
        }
        if (id1 < 0) {
            ended = true;
            return;
        }
        crc.reset();
        crc.update(id1);
        if (id1 != ID1 || headerByte() != ID2) {
            throw in.damaged("data after the last member");
        }
        int method = headerByte();
        if (method != CM_DEFLATE) {
            throw new UnsupportedFeatureException(
                    "%s: gzip: compression method %d, only 8 is known"
                            .formatted(in.name(), method));
        }
        int flags = headerByte();
        if ((flags & RESERVED) != 0) {
            throw new UnsupportedFeatureException(
                    "%s: gzip: flags 0x%02x, of which some are reserved"
                            .formatted(in.name(), flags));
        }
        // MTIME, XFL, OS.
        skipHeader(6);
        if ((flags & FEXTRA) != 0) {
            skipHeader(headerByte() | headerByte() << 8);
        }
        if ((flags & FNAME) != 0) {
            skipText();
        }
        if ((flags & FCOMMENT) != 0) {
            skipText();
        }
        if ((flags & FHCRC) != 0) {
            int expected = (int) crc.getValue() & 0xffff;
            if ((headerByte() | headerByte() << 8) != expected) {
                throw in.damaged("a header whose checksum is wrong");
            }
        }
        crc.reset();
        in.start();
        inMember = true;
    }

    private void endMember() throws IOException {
        long stored = littleEndian();
        if (stored != crc.getValue()) {
            throw in.damaged("a member whose checksum is wrong");
        }
        if (littleEndian() != (in.written() & 0xffff_ffffL)) {
            throw in.damaged("a member whose length is wrong");
        }
        inMember = false;
    }

    /// Tapes and some writers fill up with zeros; nothing else may follow them.
    private void passZeros() throws IOException {
        int b = 0;
        while (b == 0) {
            b = in.readByte();
        }
        if (b > 0) {
            throw in.damaged("data after the padding");
        }
        ended = true;
    }

    private long littleEndian() throws IOException {
        long value = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            value |= (long) trailerByte() << shift;
        }
        return value;
    }

    private int trailerByte() throws IOException {
        int b = in.readByte();
        if (b < 0) {
            throw in.endsIn("a trailer");
        }
        return b;
    }

    private int headerByte() throws IOException {
        int b = in.readByte();
        if (b < 0) {
            throw in.endsIn("a header");
        }
        crc.update(b);
        return b;
    }

    private void skipHeader(int length) throws IOException {
        for (int i = 0; i < length; i++) {
            headerByte();
        }
    }

    private void skipText() throws IOException {
        while (headerByte() != 0) {
            // The text is of no use here.
        }
    }
}
