package dev.s3logkit.aggregator.staging;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.SerializedString;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import dev.s3logkit.common.CorruptedInputException;
import dev.s3logkit.common.archive.Decompression;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/// The ledger of one finished set: which sources it counted in which partition, one JSON array
/// `[partition, bucket, key, etag]` per line, zstd. It is what tells a redelivered source from a
/// new one, so it is kept long after the lines are gone.
public final class Ledger {

    private static final JsonFactory JSON =
            new JsonFactory().configure(JsonGenerator.Feature.AUTO_CLOSE_TARGET, false);

    private Ledger() {}

    /// Writes a ledger file under a temporary name, forces it to disk and renames it.
    public static final class Writer implements AutoCloseable {
        private final Path file;
        private final Path temporary;
        private final FileChannel channel;
        private final ZstdOutputStreamNoFinalizer zstd;
        private final JsonGenerator json;

        /// @param file the ledger's final path
        public Writer(Path file) throws IOException {
            this.file = file;
            this.temporary =
                    file.resolveSibling(
                            file.getFileName() + "." + UUID.randomUUID() + FragmentName.TEMPORARY);
            this.channel =
                    FileChannel.open(
                            temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            this.zstd = new ZstdOutputStreamNoFinalizer(Channels.newOutputStream(channel));
            zstd.setChecksum(true);
            this.json = JSON.createGenerator(zstd);
            json.setRootValueSeparator(new SerializedString("\n"));
        }

        /// Notes that a source is counted in a partition.
        public void add(Partition partition, SourceId source) throws IOException {
            json.writeStartArray();
            json.writeString(partition.name());
            json.writeString(source.bucket());
            json.writeString(source.key());
            json.writeString(source.etag());
            json.writeEndArray();
        }

        /// Makes the ledger visible.
        public void commit() throws IOException {
            json.close();
            // The frame's end too, which a ledger without entries consists of: nothing may be
            // written once the file has its name.
            zstd.closeWithoutClosingParentStream();
            channel.force(true);
            channel.close();
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            StagingLayout.force(file.resolveSibling("."));
        }

        /// Discards what is not committed, also when the disk has no room for its end.
        @Override
        public void close() throws IOException {
            channel.close();
            try {
                zstd.close();
            } catch (ClosedChannelException e) {
                // Only its memory was to be freed.
            } finally {
                Files.deleteIfExists(temporary);
            }
        }
    }

    /// Adds the hashes of a ledger's sources to `known`.
    static void read(Path file, SourceHashSet known) throws IOException {
        if (Files.size(file) == 0) {
            throw new CorruptedInputException(file + ": an empty file, expected a ledger", 0);
        }
        try (InputStream in =
                        Decompression.open(
                                new BufferedInputStream(Files.newInputStream(file)),
                                file.toString());
                JsonParser parser = JSON.createParser(in)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() != JsonToken.START_ARRAY) {
                    throw new CorruptedInputException(file + ": an entry is no array", -1);
                }
                String[] parts = new String[4];
                for (int i = 0; i < parts.length; i++) {
                    if (parser.nextToken() != JsonToken.VALUE_STRING) {
                        throw new CorruptedInputException(
                                file + ": an entry has no text at position " + i, -1);
                    }
                    parts[i] = parser.getText();
                }
                if (parser.nextToken() != JsonToken.END_ARRAY) {
                    throw new CorruptedInputException(file + ": an entry is too long", -1);
                }
                known.add(new SourceId(parts[1], parts[2], parts[3]).hash(parts[0]));
            }
        } catch (JsonProcessingException e) {
            throw new CorruptedInputException(file + ": no JSON: " + e.getOriginalMessage(), -1, e);
        }
    }
}
