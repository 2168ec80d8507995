package dev.s3logkit.aggregator.staging;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import dev.s3logkit.common.CorruptedInputException;
import dev.s3logkit.common.LimitExceededException;
import dev.s3logkit.common.NotThisFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.zip.CRC32C;

/// Reads one fragment. Damage of any kind is a [dev.s3logkit.common.FormatException].
public final class FragmentReader implements AutoCloseable {

    private static final JsonFactory JSON = new JsonFactory();

    private final Path path;
    private final FileChannel channel;
    private final long footerStart;
    private final List<Section> sections;

    /// Receives the lines of a fragment.
    @FunctionalInterface
    public interface LineVisitor {
        /// Takes one line.
        ///
        /// @param buffer holds one line without its line break in `[from, to)`; valid during the
        ///   call only
        void visit(byte[] buffer, int from, int to) throws IOException;
    }

    private FragmentReader(
            Path path, FileChannel channel, long footerStart, List<Section> sections) {
        this.path = path;
        this.channel = channel;
        this.footerStart = footerStart;
        this.sections = sections;
    }

    /// Opens a fragment and reads its footer.
    ///
    /// @throws java.nio.file.NoSuchFileException when it is gone
    public static FragmentReader open(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            long size = channel.size();
            int trailerLength = FragmentFormat.FOOTER_TRAILER;
            if (size < trailerLength) {
                throw new NotThisFormatException(
                        path + ": found " + size + " bytes, expected a fragment");
            }
            ByteBuffer trailer = read(path, channel, size - trailerLength, trailerLength);
            int crc = trailer.getInt();
            int frameLength = trailer.getInt();
            if (trailer.getInt() != FragmentFormat.CLOSING_MAGIC) {
                throw new NotThisFormatException(
                        path + ": the file does not end as a fragment does");
            }
            if (frameLength < FragmentFormat.FRAME_HEADER + FragmentFormat.TAG + trailerLength
                    || frameLength > size) {
                throw new CorruptedInputException(
                        path + ": footer of " + frameLength + " bytes in a file of " + size, size);
            }
            if (frameLength > FragmentFormat.MAX_FOOTER) {
                throw new LimitExceededException(
                        path + ": length of the footer, bytes",
                        frameLength,
                        FragmentFormat.MAX_FOOTER);
            }
            long footerStart = size - frameLength;
            List<Section> sections = footer(path, channel, footerStart, frameLength, crc);
            return new FragmentReader(path, channel, footerStart, sections);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static List<Section> footer(
            Path path, FileChannel channel, long start, int frameLength, int crc)
            throws IOException {
        int skip = FragmentFormat.FRAME_HEADER + FragmentFormat.TAG;
        int jsonLength = frameLength - skip - FragmentFormat.FOOTER_TRAILER;
        byte[] json = read(path, channel, start + skip, jsonLength).array();
        CRC32C check = new CRC32C();
        check.update(json);
        if ((int) check.getValue() != crc) {
            throw new CorruptedInputException(path + ": the footer's checksum differs", start);
        }
        List<Section> sections = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(json)) {
            while (parser.nextToken() != null) {
                if ("section".equals(parser.currentName())
                        && parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
                    sections.add(section(parser));
                }
            }
        } catch (JsonProcessingException e) {
            throw new CorruptedInputException(
                    path + ": the footer is no JSON: " + e.getOriginalMessage(), start, e);
        }
        return List.copyOf(sections);
    }

    private static Section section(JsonParser parser) throws IOException {
        int number = parser.getIntValue();
        String bucket = "";
        String key = "";
        String etag = "";
        long lines = 0;
        long bytes = 0;
        long crc = 0;
        while (parser.nextToken() != JsonToken.END_OBJECT && parser.currentToken() != null) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "bucket" -> bucket = parser.getText();
                case "key" -> key = parser.getText();
                case "etag" -> etag = parser.getText();
                case "lines" -> lines = parser.getLongValue();
                case "bytes" -> bytes = parser.getLongValue();
                case "crc32c" -> crc = parser.getLongValue();
                default -> parser.skipChildren();
            }
        }
        return new Section(number, new SourceId(bucket, key, etag), lines, bytes, (int) crc);
    }

    /// The complete sections, in no particular order.
    public List<Section> sections() {
        return sections;
    }

    /// Visits the lines of the wanted sections in the order in which they were staged, and checks
    /// each section's length and checksum at the end.
    ///
    /// @throws CorruptedInputException when the file is damaged; lines visited before are then void
    public void read(Predicate<Section> wanted, LineVisitor visitor) throws IOException {
        Map<Integer, Check> checks = new HashMap<>();
        for (Section section : sections) {
            if (wanted.test(section)) {
                checks.put(section.number(), new Check());
            }
        }
        try (ZstdDecompressCtx zstd = new ZstdDecompressCtx()) {
            long position = FragmentFormat.HEADER_LENGTH;
            while (position < footerStart) {
                position = block(position, zstd, checks, visitor);
            }
        }
        for (Section section : sections) {
            Check check = checks.get(section.number());
            if (check != null
                    && (check.lines != section.lines()
                            || check.bytes != section.bytes()
                            || (int) check.crc.getValue() != section.crc())) {
                throw new CorruptedInputException(
                        "%s: section of %s has %d lines and %d bytes, expected %d and %d, or its checksum differs"
                                .formatted(
                                        path,
                                        section.source().name(),
                                        check.lines,
                                        check.bytes,
                                        section.lines(),
                                        section.bytes()),
                        -1);
            }
        }
    }

    private static final class Check {
        long lines;
        long bytes;
        final CRC32C crc = new CRC32C();
    }

    private long block(
            long position, ZstdDecompressCtx zstd, Map<Integer, Check> checks, LineVisitor visitor)
            throws IOException {
        int fixed = FragmentFormat.FRAME_HEADER + FragmentFormat.BLOCK_FIXED;
        ByteBuffer header = read(path, channel, position, fixed);
        int magic = header.getInt();
        int payload = header.getInt();
        byte tag = header.get();
        byte codec = header.get();
        header.getShort();
        int rawLength = header.getInt();
        int storedLength = header.getInt();
        int runCount = header.getInt();
        if (magic != FragmentFormat.SKIPPABLE_MAGIC
                || tag != FragmentFormat.BLOCK
                || runCount < 0
                || runCount > FragmentFormat.MAX_RUNS
                || payload != FragmentFormat.BLOCK_FIXED + runCount * FragmentFormat.RUN) {
            throw new CorruptedInputException(path + ": expected a block", position);
        }
        // A block that zstd cannot shrink grows by its frame's few bytes.
        if (rawLength < 0
                || rawLength > FragmentFormat.MAX_BLOCK
                || storedLength < 0
                || storedLength > FragmentFormat.MAX_BLOCK + (FragmentFormat.MAX_BLOCK >> 7)) {
            throw new LimitExceededException(
                    path + ": length of a block, bytes",
                    Math.max(
                            Integer.toUnsignedLong(rawLength),
                            Integer.toUnsignedLong(storedLength)),
                    FragmentFormat.MAX_BLOCK);
        }
        ByteBuffer runs = read(path, channel, position + fixed, runCount * FragmentFormat.RUN);
        long dataStart = position + fixed + (long) runCount * FragmentFormat.RUN;
        byte[] stored = read(path, channel, dataStart, storedLength).array();
        byte[] lines =
                codec == FragmentFormat.CODEC_ZSTD
                        ? decompress(zstd, stored, rawLength, dataStart)
                        : stored;
        if (lines.length != rawLength) {
            throw new CorruptedInputException(path + ": a block's length differs", position);
        }
        visitRuns(runs, lines, checks, visitor, position);
        return dataStart + storedLength;
    }

    private byte[] decompress(ZstdDecompressCtx zstd, byte[] stored, int rawLength, long offset)
            throws CorruptedInputException {
        try {
            return zstd.decompress(stored, rawLength);
        } catch (ZstdException e) {
            throw new CorruptedInputException(
                    path + ": a block does not decompress: " + e.getMessage(), offset, e);
        }
    }

    private void visitRuns(
            ByteBuffer runs,
            byte[] lines,
            Map<Integer, Check> checks,
            LineVisitor visitor,
            long position)
            throws IOException {
        int at = 0;
        while (runs.hasRemaining()) {
            int section = runs.getInt();
            runs.getInt();
            int length = runs.getInt();
            if (length <= 0 || length > lines.length - at || lines[at + length - 1] != '\n') {
                throw new CorruptedInputException(path + ": a run of lines is cut", position);
            }
            Check check = checks.get(section);
            if (check != null) {
                check.bytes += length;
                check.crc.update(lines, at, length);
                check.lines += visitLines(lines, at, at + length, visitor);
            }
            at += length;
        }
    }

    private static int visitLines(byte[] lines, int from, int to, LineVisitor visitor)
            throws IOException {
        int count = 0;
        int start = from;
        for (int i = from; i < to; i++) {
            if (lines[i] == '\n') {
                visitor.visit(lines, start, i);
                start = i + 1;
                count++;
            }
        }
        return count;
    }

    private static ByteBuffer read(Path path, FileChannel channel, long position, int length)
            throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new CorruptedInputException(
                        path + ": the file ends where " + length + " bytes were expected",
                        position);
            }
        }
        return buffer.flip();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
