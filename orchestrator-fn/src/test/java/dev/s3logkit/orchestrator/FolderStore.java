package dev.s3logkit.orchestrator;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.s3logkit.common.s3.ByteRange;
import dev.s3logkit.common.s3.CreateOptions;
import dev.s3logkit.common.s3.DeleteOutcome;
import dev.s3logkit.common.s3.Deletion;
import dev.s3logkit.common.s3.NoSuchObjectException;
import dev.s3logkit.common.s3.ObjectInfo;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.ObjectStream;
import dev.s3logkit.common.s3.ObjectWriter;
import dev.s3logkit.common.s3.PutOutcome;
import dev.s3logkit.common.s3.RequestCounts;
import dev.s3logkit.common.s3.S3Uri;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// Objects as files, for runs that are killed: an object is there whole or not at all, and one that
/// must not exist is made by a hard link, which one process wins. Each file starts with its
/// metadata, `key=value` on a line or an empty line.
final class FolderStore implements ObjectStore {

    private final Path root;

    FolderStore(Path root) {
        this.root = root;
    }

    private Path file(S3Uri uri) {
        return root.resolve(URLEncoder.encode(uri.toString(), UTF_8));
    }

    @Override
    public ObjectStream open(S3Uri uri, String ifMatch) throws IOException {
        try {
            byte[] file = Files.readAllBytes(file(uri));
            int start = new String(file, UTF_8).indexOf('\n') + 1;
            return new ObjectStream(
                    info(uri, file), new ByteArrayInputStream(file, start, file.length - start));
        } catch (NoSuchFileException e) {
            throw new NoSuchObjectException(uri, "GET", "no such key", e);
        }
    }

    @Override
    public ObjectStream openRange(S3Uri uri, ByteRange range, String ifMatch) {
        throw new UnsupportedOperationException();
    }

    private ObjectInfo info(S3Uri uri, byte[] file) throws IOException {
        String text = new String(file, UTF_8);
        int start = text.indexOf('\n') + 1;
        String[] metadata = text.substring(0, start - 1).split("=", 2);
        Instant modified = Files.getLastModifiedTime(file(uri)).toInstant();
        return new ObjectInfo(
                uri,
                file.length - start,
                SampleInventory.md5(Arrays.copyOfRange(file, start, file.length)),
                modified,
                metadata.length == 2 ? Map.of(metadata[0], metadata[1]) : Map.of());
    }

    @Override
    public Optional<ObjectInfo> head(S3Uri uri) throws IOException {
        try {
            return Optional.of(info(uri, Files.readAllBytes(file(uri))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public void list(S3Uri prefix, Visitor visitor) throws IOException {
        List<String> urls;
        try (Stream<Path> files = Files.list(root)) {
            urls = files.map(f -> URLDecoder.decode(f.getFileName().toString(), UTF_8)).toList();
        }
        for (String url : urls.stream().filter(u -> u.startsWith(prefix.toString())).toList()) {
            visitor.visit(head(S3Uri.parse(url)).orElseThrow());
        }
    }

    @Override
    public ObjectWriter create(S3Uri uri, CreateOptions options) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (Map.Entry<String, String> entry : options.metadata().entrySet()) {
            content.writeBytes((entry.getKey() + "=" + entry.getValue()).getBytes(UTF_8));
        }
        content.write('\n');
        return new ObjectWriter() {
            @Override
            public void write(byte[] bytes, int offset, int length) {
                content.write(bytes, offset, length);
            }

            @Override
            public PutOutcome commit() throws IOException {
                Path temporary = root.resolve("tmp-" + UUID.randomUUID());
                Files.write(temporary, content.toByteArray());
                if (!options.ifAbsent()) {
                    Files.move(temporary, file(uri), StandardCopyOption.ATOMIC_MOVE);
                    return new PutOutcome.Created("");
                }
                try {
                    Files.createLink(file(uri), temporary);
                    return new PutOutcome.Created("");
                } catch (FileAlreadyExistsException e) {
                    return new PutOutcome.AlreadyExists(head(uri).orElseThrow());
                } finally {
                    Files.delete(temporary);
                }
            }

            @Override
            public Optional<String> replace(String ifMatch) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void finish(byte[] head) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void close() {
                // Nothing is held.
            }
        };
    }

    @Override
    public DeleteOutcome delete(S3Uri uri, String ifMatch) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<DeleteOutcome> delete(List<Deletion> objects) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<String> region(String bucket) {
        return Optional.empty();
    }

    @Override
    public RequestCounts requests() {
        return new RequestCounts(0, 0, 0, 0, 0, 0, 0);
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
