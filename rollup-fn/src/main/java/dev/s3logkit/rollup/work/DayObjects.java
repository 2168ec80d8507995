package dev.s3logkit.rollup.work;

import dev.s3logkit.common.archive.Decompression;
import dev.s3logkit.common.archive.tar.TableEntry;
import dev.s3logkit.common.archive.tar.TableOfContents;
import dev.s3logkit.common.archive.tar.TarEntry;
import dev.s3logkit.common.archive.tar.TarReader;
import dev.s3logkit.common.archive.tar.TarType;
import dev.s3logkit.common.s3.NoSuchObjectException;
import dev.s3logkit.common.s3.ObjectChangedException;
import dev.s3logkit.common.s3.ObjectInfo;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.S3Source;
import dev.s3logkit.common.s3.S3Uri;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The tarballs and claims of a task's day. What has been read once is remembered as long as its
/// ETag stays.
final class DayObjects {

    /// Objects that change while they are read, until that is taken for a failure.
    private static final int TRIES = 5;

    private final ObjectStore store;
    private final S3Uri prefix;
    private final Set<String> names;
    private final Map<S3Uri, DayObject> known = new HashMap<>();

    /// @param prefix what their keys start with
    /// @param names of the logs that matter
    DayObjects(ObjectStore store, S3Uri prefix, Set<String> names) {
        this.store = store;
        this.prefix = prefix;
        this.names = names;
    }

    /// All of them, in the order of their keys.
    ///
    /// @throws dev.s3logkit.common.FormatException when one is neither tarball nor claim
    List<DayObject> list() throws IOException {
        for (int attempt = 1; ; attempt++) {
            List<ObjectInfo> listed = new ArrayList<>();
            store.list(prefix, listed::add);
            List<DayObject> objects = new ArrayList<>();
            try {
                for (ObjectInfo object : listed) {
                    if (TarReader.isTarball(object.uri().key())) {
                        objects.add(read(object));
                    }
                }
                return objects;
            } catch (NoSuchObjectException | ObjectChangedException e) {
                // A claim that became a tarball or was removed.
                if (attempt == TRIES) {
                    throw e;
                }
            }
        }
    }

    /// What is at one key.
    DayObject read(ObjectInfo object) throws IOException {
        DayObject before = known.get(object.uri());
        if (before != null && before.object().etag().equals(object.etag())) {
            return before;
        }
        DayObject read = content(object);
        known.put(object.uri(), read);
        return read;
    }

    private DayObject content(ObjectInfo object) throws IOException {
        try (S3Source source = new S3Source(store, object)) {
            Optional<TableOfContents> table = TableOfContents.read(source);
            if (table.isPresent()) {
                return tarball(object, table.get());
            }
            if (object.size() > 0
                    && object.size() <= Claim.MAX_BYTES
                    && source.read(0, 1)[0] == Claim.FIRST_BYTE) {
                byte[] content = source.read(0, (int) object.size());
                Set<LogId> logs = Claim.read(content, source.name());
                logs.removeIf(log -> !names.contains(log.name()));
                return new DayObject.Claimed(object, Set.copyOf(logs));
            }
        }
        return withoutTable(object);
    }

    private DayObject tarball(ObjectInfo object, TableOfContents table) {
        Map<LogId, DayObject.Body> bodies = new HashMap<>();
        for (TableEntry entry : table.entries()) {
            String etag = entry.etag();
            if (etag != null && names.contains(entry.name())) {
                bodies.put(
                        new LogId(entry.name(), etag),
                        new DayObject.Body(entry.size(), entry.crc32()));
            }
        }
        return new DayObject.Tarball(object, Map.copyOf(bodies), table.entries().size());
    }

    /// A tarball of another program is read as a whole. The ETag of a log was the MD5 of its bytes,
    /// since S3 writes logs by a single PUT under SSE-S3.
    private DayObject withoutTable(ObjectInfo object) throws IOException {
        String name = object.uri().toString();
        Map<LogId, DayObject.Body> bodies = new HashMap<>();
        int entries = 0;
        try (InputStream body = store.open(object.uri(), object.etag());
                InputStream plain = Decompression.open(body, name)) {
            TarReader tar = new TarReader(plain, name);
            for (TarEntry entry = tar.next(); entry != null; entry = tar.next()) {
                if (entry.type() != TarType.FILE) {
                    continue;
                }
                entries++;
                String log =
                        entry.name().startsWith("./") ? entry.name().substring(2) : entry.name();
                if (names.contains(log)) {
                    BodyDigest digest = new BodyDigest(true);
                    digest.update(tar.body());
                    bodies.put(
                            new LogId(log, HexFormat.of().formatHex(digest.md5())),
                            new DayObject.Body(digest.size(), digest.crc32()));
                }
            }
        }
        return new DayObject.Tarball(object, Map.copyOf(bodies), entries);
    }
}
