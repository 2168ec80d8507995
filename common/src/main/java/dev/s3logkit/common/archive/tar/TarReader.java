package dev.s3logkit.common.archive.tar;

import static dev.s3logkit.common.archive.tar.TarConstants.BLOCK;

import dev.s3logkit.common.CorruptedInputException;
import dev.s3logkit.common.FormatException;
import dev.s3logkit.common.LimitExceededException;
import dev.s3logkit.common.NotThisFormatException;
import dev.s3logkit.common.UnsupportedFeatureException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads a tar archive from its beginning to its end, entry by entry. Memory does not grow with the
/// archive. Not safe for use by several threads.
///
/// Read are ustar, pax, GNU and the seventh edition's archives; sparse files and archives of
/// several volumes are an [UnsupportedFeatureException]. An archive must have its end marker, so
/// that one that was cut off between two entries is not taken for a whole one.
///
/// ```java
/// for (TarEntry entry = tar.next(); entry != null; entry = tar.next()) {
///     use(entry, tar.body());
/// }
/// ```
public final class TarReader implements Closeable {

    private static final int MAX_NUMBER_CHARS = 40;

    private static final Pattern TARBALL = Pattern.compile("(?s).*\\.(tgz|tar|tar\\.gz|tar\\.zst)");

    private final TarInput input;
    private final PaxRecords global = new PaxRecords(TarConstants.MAX_GLOBAL_PAX_BYTES);
    private final PaxRecords local = new PaxRecords(TarConstants.MAX_PAX_BYTES);

    /// The global records as entries without records of their own share them.
    private Map<String, String> shared = Map.of();

    private @Nullable String longName;
    private @Nullable String longLink;
    private Body body;
    private long padding;
    private boolean ended;

    /// @param in the archive, not compressed; buffered here only as far as one header, and closed
    ///   with this reader
    /// @param source names the archive in messages, as `s3://bucket/key` or a path
    public TarReader(InputStream in, String source) {
        input = new TarInput(in, source);
        body = new Body(0);
    }

    /// Whether a key or path ends as those of tarballs do, compressed or not.
    public static boolean isTarball(String name) {
        return TARBALL.matcher(name).matches();
    }

    /// The next entry, or null at the end of the archive. What was not read of the body before is
    /// passed over.
    ///
    /// @throws FormatException when the archive is damaged or is none
    public @Nullable TarEntry next() throws IOException {
        if (ended) {
            return null;
        }
        body.finish();
        input.skip(padding, "the padding of an entry");
        padding = 0;
        for (; ; ) {
            long start = input.offset();
            TarHeader header = header(start);
            if (header.isZero()) {
                end();
                return null;
            }
            switch (header.typeflag()) {
                case TarConstants.TYPE_PAX_NEXT, TarConstants.TYPE_SOLARIS_PAX ->
                        extended(header, start, local, TarConstants.MAX_PAX_BYTES);
                case TarConstants.TYPE_PAX_GLOBAL -> {
                    extended(header, start, global, TarConstants.MAX_GLOBAL_PAX_BYTES);
                    shared = merged(Map.of());
                }
                case TarConstants.TYPE_GNU_LONG_NAME -> longName = longText(header, start);
                case TarConstants.TYPE_GNU_LONG_LINK -> longLink = longText(header, start);
                default -> {
                    TarEntry entry = entry(header, start);
                    local.clear();
                    longName = null;
                    longLink = null;
                    body = new Body(entry.size());
                    padding = TarConstants.padding(entry.size());
                    return entry;
                }
            }
        }
    }

    /// The body of the current entry: as many bytes as its size says, or an exception. Valid until
    /// [#next()]; closing it is allowed and does nothing.
    public InputStream body() {
        return body;
    }

    /// Where the body of the current entry starts, as long as nothing of it has been read.
    long offset() {
        return input.offset();
    }

    @Override
    public void close() throws IOException {
        ended = true;
        input.close();
    }

    private TarHeader header(long start) throws IOException {
        TarHeader header = new TarHeader(input.readFully(BLOCK, "a header"));
        if (header.isZero() || header.hasValidChecksum()) {
            return header;
        }
        if (start == 0 && !header.hasMagic()) {
            throw new NotThisFormatException(
                    input.source() + ": not a tar archive: the first block is no header");
        }
        throw input.damaged("a header whose checksum is wrong", start);
    }

    /// A block of zeros is followed by another one; some writers leave it at one. The rest of the
    /// input is read, since what decompresses it checks its sums at its end.
    private void end() throws IOException {
        long start = input.offset();
        byte[] block = new byte[BLOCK];
        long total = 0;
        int n;
        do {
            n = input.readUpTo(block, 0, BLOCK);
            total += n;
            for (int i = 0; i < n; i++) {
                if (block[i] != 0) {
                    throw input.damaged("data after the end of the archive", start + total - n + i);
                }
            }
            if (total > TarConstants.MAX_PADDING) {
                throw new LimitExceededException(
                        input.source() + ": tar: padding after the end of the archive, bytes",
                        total,
                        TarConstants.MAX_PADDING);
            }
        } while (n == BLOCK);
        if (n > 0) {
            throw input.endsIn("a block");
        }
        ended = true;
    }

    private void extended(TarHeader header, long start, PaxRecords records, int max)
            throws IOException {
        int size = boundedSize(header, start, "extended header, bytes", max);
        long offset = input.offset();
        records.add(input.readFully(size, "an extended header"), input, offset);
        input.skip(TarConstants.padding(size), "an extended header");
    }

    private String longText(TarHeader header, long start) throws IOException {
        int size = boundedSize(header, start, "long name, bytes", TarConstants.MAX_NAME_BYTES);
        byte[] text = input.readFully(size, "a long name");
        input.skip(TarConstants.padding(size), "a long name");
        return TarHeader.upToNul(text, 0, size);
    }

    private int boundedSize(TarHeader header, long start, String what, int max)
            throws FormatException {
        long size = size(header, start);
        if (size > max) {
            throw new LimitExceededException(input.source() + ": tar: " + what, size, max);
        }
        return (int) size;
    }

    private TarEntry entry(TarHeader header, long start) throws FormatException {
        requireSupported(header);
        Map<String, String> records = local.values().isEmpty() ? shared : merged(local.values());
        String name = name(records, TarConstants.PAX_PATH, longName, header.name(), start);
        if (name.isEmpty()) {
            throw input.damaged("an entry without a name", start);
        }
        TarType type = TarType.of(header.typeflag(), name);
        boolean link = type == TarType.HARD_LINK || type == TarType.SYMBOLIC_LINK;
        return new TarEntry(
                name,
                type.hasBody() ? size(header, records, start) : 0,
                mtime(header, records, start),
                type,
                header.permissions(),
                link
                        ? name(
                                records,
                                TarConstants.PAX_LINKPATH,
                                longLink,
                                header.linkName(),
                                start)
                        : null,
                header.owner(),
                header.group(),
                records);
    }

    private void requireSupported(TarHeader header) throws UnsupportedFeatureException {
        String feature =
                switch (header.typeflag()) {
                    case TarConstants.TYPE_GNU_SPARSE -> "sparse files";
                    case TarConstants.TYPE_GNU_MULTIVOLUME -> "archives of several volumes";
                    case TarConstants.TYPE_GNU_OLD_NAMES -> "GNU's old form of long names";
                    default -> null;
                };
        if (feature != null) {
            throw unsupported(feature);
        }
    }

    private UnsupportedFeatureException unsupported(String feature) {
        return new UnsupportedFeatureException(
                "%s: tar: %s are not supported".formatted(input.source(), feature));
    }

    /// The global records with these over them; an empty value takes a keyword back.
    private Map<String, String> merged(Map<String, String> over)
            throws UnsupportedFeatureException {
        Map<String, String> merged = new LinkedHashMap<>(global.values());
        merged.putAll(over);
        merged.values().removeIf(String::isEmpty);
        for (String keyword : merged.keySet()) {
            if (keyword.startsWith(TarConstants.PAX_GNU_SPARSE)) {
                throw unsupported("sparse files");
            }
        }
        return Map.copyOf(merged);
    }

    private String name(
            Map<String, String> records,
            String keyword,
            @Nullable String gnu,
            String header,
            long start)
            throws FormatException {
        String name = records.getOrDefault(keyword, gnu == null ? header : gnu);
        if (name.length() > TarConstants.MAX_NAME_BYTES) {
            throw new LimitExceededException(
                    input.source() + ": tar: name, characters",
                    name.length(),
                    TarConstants.MAX_NAME_BYTES);
        }
        if (name.indexOf('\0') >= 0) {
            throw input.damaged("a name that holds a NUL", start);
        }
        return name;
    }

    private long size(TarHeader header, Map<String, String> records, long start)
            throws CorruptedInputException {
        String record = records.get(TarConstants.PAX_SIZE);
        if (record == null) {
            return size(header, start);
        }
        try {
            // Long takes signs and the digits of every script, POSIX does not.
            return requireSize(record.matches("[0-9]+") ? Long.parseLong(record) : -1, start);
        } catch (NumberFormatException e) {
            throw input.damaged("an entry whose size is no number", start);
        }
    }

    private long size(TarHeader header, long start) throws CorruptedInputException {
        try {
            return requireSize(header.size(), start);
        } catch (NumberFormatException e) {
            throw input.damaged("an entry whose size is " + e.getMessage(), start);
        }
    }

    /// The size up to which a body and its padding can be counted.
    private long requireSize(long size, long start) throws CorruptedInputException {
        if (size < 0 || size > TarConstants.MAX_BODY) {
            throw input.damaged("an entry of %d bytes".formatted(size), start);
        }
        return size;
    }

    private Instant mtime(TarHeader header, Map<String, String> records, long start)
            throws CorruptedInputException {
        String record = records.get(TarConstants.PAX_MTIME);
        try {
            if (record == null) {
                return Instant.ofEpochSecond(header.mtime());
            }
            if (record.length() > MAX_NUMBER_CHARS || !record.matches("-?[0-9]+(\\.[0-9]*)?")) {
                throw new NumberFormatException("no decimal number");
            }
            BigDecimal seconds = new BigDecimal(record);
            BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
            BigDecimal nanos =
                    seconds.subtract(whole).movePointRight(9).setScale(0, RoundingMode.DOWN);
            return Instant.ofEpochSecond(whole.longValueExact(), nanos.longValueExact());
        } catch (ArithmeticException | DateTimeException | NumberFormatException e) {
            throw input.damaged("an entry whose time is %s".formatted(e.getMessage()), start);
        }
    }

    private final class Body extends InputStream {

        private long left;

        Body(long size) {
            left = size;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] b, int off, int len) throws IOException {
            if (this != body) {
                throw new IllegalStateException("the reader has gone on to another entry");
            }
            if (len == 0) {
                return 0;
            }
            if (left == 0) {
                return -1;
            }
            int n = input.readSome(b, off, (int) Math.min(len, left), "the body of an entry");
            left -= n;
            return n;
        }

        @Override
        public int available() {
            return 0;
        }

        void finish() throws IOException {
            long rest = left;
            left = 0;
            input.skip(rest, "the body of an entry");
        }
    }
}
