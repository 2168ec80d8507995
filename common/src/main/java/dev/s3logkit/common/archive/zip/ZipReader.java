package dev.s3logkit.common.archive.zip;

import dev.s3logkit.common.FormatException;
import dev.s3logkit.common.LimitExceededException;
import dev.s3logkit.common.NotThisFormatException;
import dev.s3logkit.common.UnsupportedFeatureException;
import dev.s3logkit.common.io.RandomAccessSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/// Reads archives of any maker by ranges: store, deflate and zstd; ZIP64; with something before or
/// a comment behind. Encrypted and split archives and other methods are named as unsupported.
///
/// Opening takes one request when the directory ends in the last 128 KiB and two otherwise, an
/// entry one more. Entries cannot overlap, whatever the directory says: one that does is damaged.
/// Safe for use by any number of threads.
public final class ZipReader implements AutoCloseable {

    private final RandomAccessSource source;
    private final ZipDirectory directory;
    private final EntryAccess access;
    private final DecoderPool decoders = new DecoderPool();
    private @Nullable NameIndex names;
    private @Nullable ZipProof proof;
    private boolean proofRead;

    private ZipReader(RandomAccessSource source, ZipDirectory directory) {
        this.source = source;
        this.directory = directory;
        this.access = new EntryAccess(directory);
    }

    /// Reads the directory.
    ///
    /// @param source closed with the reader, and not when this method throws
    /// @throws NotThisFormatException when the source is no zip archive
    /// @throws FormatException when it is one that cannot be read
    public static ZipReader open(RandomAccessSource source) throws IOException {
        return new ZipReader(source, ZipDirectory.read(source));
    }

    /// All entries in the order of the directory: a view, which makes an entry when it is asked
    /// for.
    public List<ZipEntry> entries() {
        return new Entries();
    }

    /// An entry by its number in the directory.
    public ZipEntry entry(int index) {
        return directory.entry(Objects.checkIndex(index, directory.size()));
    }

    /// The last entry of this name, which is the one that counts when all are extracted.
    public Optional<ZipEntry> find(String name) {
        int index = names().find(name);
        return index < 0 ? Optional.empty() : Optional.of(directory.entry(index));
    }

    /// The whole content of an entry, by one request. The end of the stream is only reached when
    /// size and CRC-32 are right.
    ///
    /// @throws UnsupportedFeatureException when the entry is encrypted or of another method
    public InputStream open(ZipEntry entry) throws IOException {
        if (!EntryAccess.isSmall(entry)) {
            return access.open(entry);
        }
        int span = (int) access.span(entry);
        return new ByteArrayInputStream(decode(entry, source.read(entry.offset(), span), 0, span));
    }

    /// The whole content of an entry in memory.
    ///
    /// @param maxSize bytes that the caller takes
    /// @throws LimitExceededException when the entry has more
    public byte[] read(ZipEntry entry, int maxSize) throws IOException {
        if (entry.size() > maxSize) {
            throw new LimitExceededException(
                    access.describe(entry) + ": size, bytes", entry.size(), maxSize);
        }
        try (InputStream in = open(entry)) {
            return in.readAllBytes();
        }
    }

    /// A part of an entry. Of large entries of our archives only the frames are read that hold it,
    /// and of stored ones only the part; others are read from their start. What is read from frames
    /// was checked by the checksum that zstd frames have; of a stored entry nothing can be.
    ///
    /// @param from inside of the entry
    /// @param length bytes, all inside of the entry
    public InputStream open(ZipEntry entry, long from, long length) throws IOException {
        Objects.checkFromIndexSize(from, length, entry.size());
        if (length == 0) {
            return InputStream.nullInputStream();
        }
        if (EntryAccess.isSmall(entry)) {
            InputStream whole = open(entry);
            whole.skipNBytes(from);
            return new LimitedStream(whole, length, access.describe(entry));
        }
        ZipMethod method = access.method(entry);
        FrameTable table = proof().map(p -> p.table(entry.index())).orElse(null);
        if (method == ZipMethod.STORE) {
            return openStored(entry, table, from, length);
        }
        if (table != null) {
            access.requireRoom(entry, table.headerLength());
            return FrameStream.open(
                    source, entry, method, table, decoders, access.describe(entry), from, length);
        }
        InputStream whole = access.open(entry);
        try {
            whole.skipNBytes(from);
        } catch (IOException e) {
            whole.close();
            throw e;
        }
        return new LimitedStream(whole, length, access.describe(entry));
    }

    private InputStream openStored(
            ZipEntry entry, @Nullable FrameTable table, long from, long length) throws IOException {
        if (entry.size() != entry.compressedSize()) {
            throw access.damaged(entry, "stored, with two sizes");
        }
        long data;
        if (table == null) {
            data = access.dataOffset(entry);
        } else {
            access.requireRoom(entry, table.headerLength());
            data = entry.offset() + table.headerLength();
        }
        return source.open(data + from, length);
    }

    /// Visits all entries in the order of their bytes, small neighbours read by one request.
    ///
    /// @param threads 1 to visit from the caller's thread; with more the order is only nearly that
    ///   of the bytes, and the visitor has to bear several threads
    public void forEach(int threads, EntryVisitor visitor) throws IOException {
        new EntryScan(this, access, directory.inOrderOfOffset(), visitor).run(threads);
    }

    /// The proof of an archive of ours; empty in archives of others. No request when the end of the
    /// archive that opening it has read holds its summary, which it does as a rule; not beside a
    /// directory of more than 128 KiB when there are more than 4 GB in large entries.
    ///
    /// @throws FormatException when there is one, and it is damaged
    public synchronized Optional<ZipProof> proof() throws IOException {
        if (!proofRead) {
            proof = ZipProof.read(directory.tail(), directory.location(), directory.size());
            proofRead = true;
        }
        return Optional.ofNullable(proof);
    }

    /// What the proof says of each entry, in the order of the directory. The caller closes it.
    public ProofReader proofEntries() throws IOException {
        return new ProofReader(requireProof());
    }

    /// Reads every entry and holds it against the proof: its name, its size, its CRC-32, that its
    /// content has them, and every header, byte for byte. A byte that has changed anywhere in the
    /// archive is found, unless the compressed data it belongs to still gives the same content.
    ///
    /// @throws FormatException when there is no proof or it is damaged; damaged entries are named
    ///   in the result
    /// @throws IOException when the source cannot be read
    public Verification verify(int threads) throws IOException {
        return Verifier.verify(this, directory, requireProof(), threads);
    }

    private ZipProof requireProof() throws IOException {
        Optional<ZipProof> found = proof();
        if (found.isEmpty()) {
            throw new NotThisFormatException(
                    source.name() + ": zip: holds no proof of what it was made from");
        }
        return found.get();
    }

    /// The content of a small entry that is in memory from its local header on.
    byte[] decode(ZipEntry entry, byte[] bytes, int at, int length) throws IOException {
        return decoders.use(decoder -> access.decode(entry, bytes, at, length, decoder));
    }

    private synchronized NameIndex names() {
        if (names == null) {
            names = new NameIndex(directory);
        }
        return names;
    }

    /// Frees native memory and closes the source. Nothing may be open or under way.
    @Override
    public void close() throws IOException {
        decoders.close();
        source.close();
    }

    private final class Entries extends AbstractList<ZipEntry> implements RandomAccess {

        @Override
        public ZipEntry get(int index) {
            return directory.entry(Objects.checkIndex(index, directory.size()));
        }

        @Override
        public int size() {
            return directory.size();
        }
    }
}
