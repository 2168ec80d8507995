package dev.s3logkit.local.s3.store;

import dev.s3logkit.local.s3.store.StoreException.Code;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/// The multipart uploads of one bucket that are under way. They end with the process.
public final class MultipartUploads {

    private final Map<String, Upload> uploads = new ConcurrentHashMap<>();
    private final Spool spool;

    MultipartUploads(Spool spool) {
        this.spool = spool;
    }

    /// An upload that was started.
    ///
    /// @param parts by number
    public record Upload(
            String id,
            String key,
            ObjectAttributes attributes,
            Instant started,
            NavigableMap<Integer, Part> parts) {}

    /// A part that was received.
    public record Part(Content content, Instant received) {}

    /// A part that the completion names.
    ///
    /// @param etag without quotes
    public record NamedPart(int number, String etag) {}

    /// Starts an upload.
    public Upload start(String key, ObjectAttributes attributes) {
        Upload upload =
                new Upload(
                        UUID.randomUUID().toString(),
                        key,
                        attributes,
                        Instant.now().truncatedTo(ChronoUnit.SECONDS),
                        new ConcurrentSkipListMap<>());
        uploads.put(upload.id, upload);
        return upload;
    }

    /// The upload under way.
    ///
    /// @throws StoreException when there is no such upload of this key
    public Upload get(String id, String key) {
        Upload upload = uploads.get(id);
        if (upload == null || !upload.key.equals(key)) {
            throw new StoreException(Code.NO_SUCH_UPLOAD, "There is no upload " + id + ".");
        }
        return upload;
    }

    /// The uploads under way, in no order.
    public Collection<Upload> all() {
        return List.copyOf(uploads.values());
    }

    /// Takes a part, in place of an earlier one with its number.
    public Part addPart(Upload upload, int number, Content content) throws IOException {
        Part part = new Part(content, Instant.now().truncatedTo(ChronoUnit.SECONDS));
        Part replaced = upload.parts.put(number, part);
        if (replaced != null) {
            replaced.content.body().discard();
        }
        return part;
    }

    /// Forgets the upload and its parts.
    public void abort(Upload upload) throws IOException {
        uploads.remove(upload.id);
        for (Part part : upload.parts.values()) {
            part.content.body().discard();
        }
    }

    /// The content of the named parts, one after the other.
    ///
    /// @throws StoreException when a part is not there or has another ETag
    Content join(Upload upload, List<NamedPart> named) throws IOException {
        List<Content> contents = new ArrayList<>();
        for (NamedPart name : named) {
            Part part = upload.parts.get(name.number);
            if (part == null || !part.content.etag().equals(name.etag)) {
                throw new StoreException(
                        Code.INVALID_PART,
                        "One or more of the specified parts could not be found: part %d"
                                .formatted(name.number));
            }
            contents.add(part.content);
        }
        try (InputStream in = new SequenceInputStream(new Bodies(contents.iterator()))) {
            return spool.receive(in);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /// The ETag of an object made of these parts: the digest of their digests, and their number.
    static String etag(Upload upload, List<NamedPart> named) {
        MessageDigest md5 = Spool.md5();
        for (NamedPart name : named) {
            Part part = upload.parts.get(name.number);
            if (part != null) {
                md5.update(HexFormat.of().parseHex(part.content.etag()));
            }
        }
        return Spool.hex(md5) + "-" + named.size();
    }

    /// Opens one body after the other, since there may be 10,000.
    @SuppressWarnings("JdkObsolete") // what SequenceInputStream takes
    private record Bodies(Iterator<Content> contents) implements Enumeration<InputStream> {
        @Override
        public boolean hasMoreElements() {
            return contents.hasNext();
        }

        @Override
        public InputStream nextElement() {
            Content content = contents.next();
            try {
                return content.body().open(0, content.size());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
