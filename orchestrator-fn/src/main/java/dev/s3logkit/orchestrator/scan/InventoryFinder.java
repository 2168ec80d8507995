package dev.s3logkit.orchestrator.scan;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.s3logkit.common.CorruptedInputException;
import dev.s3logkit.common.LimitExceededException;
import dev.s3logkit.common.inventory.InventoryManifest;
import dev.s3logkit.common.inventory.InventorySchema;
import dev.s3logkit.common.s3.ObjectInfo;
import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.ObjectStream;
import dev.s3logkit.common.s3.S3Uri;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Finds out what an inventory consists of: the one CSV file that is named, or the files that a
/// `manifest.json` lists.
public final class InventoryFinder {

    private static final String MANIFEST = "manifest.json";
    private static final String CHECKSUM = "manifest.checksum";
    private static final int MAX_CHECKSUM_BYTES = 1 << 10;

    private InventoryFinder() {}

    /// An inventory in S3. A `manifest.checksum` beside the manifest must be right if it is there.
    ///
    /// @throws dev.s3logkit.common.FormatException when the manifest cannot be used
    public static Inventory inS3(ObjectStore store, S3Uri uri) throws IOException {
        String name = uri.toString();
        if (!uri.key().endsWith(MANIFEST)) {
            ObjectInfo info =
                    store.head(uri)
                            .orElseThrow(
                                    () ->
                                            new dev.s3logkit.common.s3.NoSuchObjectException(
                                                    uri, "HEAD", "no such key", null));
            InventoryFile file =
                    new InventoryFile(name, info.size(), null, () -> store.open(uri, info.etag()));
            return new Inventory(name, info.etag(), InventorySchema.PLAIN, List.of(file));
        }
        byte[] json;
        String etag;
        try (ObjectStream in = store.open(uri)) {
            etag = in.info().etag();
            json = bounded(in, name);
        }
        String folder = uri.key().substring(0, uri.key().length() - MANIFEST.length());
        S3Uri checksum = new S3Uri(uri.bucket(), folder + CHECKSUM);
        Optional<ObjectInfo> known = store.head(checksum);
        if (known.isPresent()) {
            try (ObjectStream in = store.open(checksum)) {
                check(json, in.readNBytes(MAX_CHECKSUM_BYTES), name);
            }
        }
        InventoryManifest manifest = InventoryManifest.parse(json, name);
        return new Inventory(
                name,
                etag,
                manifest.schema(),
                manifest.files().stream().map(f -> file(store, manifest, f, name)).toList());
    }

    private static InventoryFile file(
            ObjectStore store,
            InventoryManifest manifest,
            InventoryManifest.DataFile file,
            String name) {
        S3Uri uri;
        try {
            uri = new S3Uri(manifest.destinationBucket(), file.key());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
        return new InventoryFile(uri.toString(), file.size(), file.md5(), () -> store.open(uri));
    }

    /// An inventory in files: the data files of a manifest are looked for beside it, in the folder
    /// `data` beside it, and in the folder `data` beside its folder, as S3 lays them out.
    ///
    /// @throws dev.s3logkit.common.FormatException when the manifest cannot be used
    public static Inventory inFiles(Path path) throws IOException {
        String name = path.toString();
        String version = version(path);
        if (!name.endsWith(MANIFEST)) {
            return new Inventory(
                    name,
                    version,
                    InventorySchema.PLAIN,
                    List.of(file(path, Files.size(path), null)));
        }
        byte[] json;
        try (InputStream in = Files.newInputStream(path)) {
            json = bounded(in, name);
        }
        Path checksum = path.resolveSibling(CHECKSUM);
        if (Files.exists(checksum)) {
            check(json, Files.readAllBytes(checksum), name);
        }
        InventoryManifest manifest = InventoryManifest.parse(json, name);
        return new Inventory(
                name,
                version,
                manifest.schema(),
                manifest.files().stream()
                        .map(f -> file(dataFile(path, f.key()), f.size(), f.md5()))
                        .toList());
    }

    private static InventoryFile file(
            Path path, long size, @org.jspecify.annotations.Nullable String md5) {
        return new InventoryFile(path.toString(), size, md5, () -> Files.newInputStream(path));
    }

    private static String version(Path path) throws IOException {
        return Files.size(path) + "-" + Files.getLastModifiedTime(path).toMillis();
    }

    private static Path dataFile(Path manifest, String key) {
        String name = key.substring(key.lastIndexOf('/') + 1);
        Path folder = manifest.toAbsolutePath().resolveSibling("");
        List<Path> places =
                List.of(
                        folder.resolve(name),
                        folder.resolve("data").resolve(name),
                        folder.resolveSibling("data").resolve(name));
        return places.stream().filter(Files::exists).findFirst().orElse(places.getFirst());
    }

    private static byte[] bounded(InputStream in, String name) throws IOException {
        byte[] bytes = in.readNBytes(InventoryManifest.MAX_BYTES + 1);
        if (bytes.length > InventoryManifest.MAX_BYTES) {
            throw new LimitExceededException(
                    name + ": length of an inventory manifest, bytes, at least",
                    bytes.length,
                    InventoryManifest.MAX_BYTES);
        }
        return bytes;
    }

    private static void check(byte[] json, byte[] checksum, String name)
            throws CorruptedInputException {
        String expected = new String(checksum, US_ASCII).strip();
        String found = HexFormat.of().formatHex(md5().digest(json));
        if (!expected.equalsIgnoreCase(found)) {
            throw new CorruptedInputException(
                    "%s: found MD5 %s, manifest.checksum says %s"
                            .formatted(name, found, expected.replaceAll("[^0-9A-Za-z]", "?")),
                    -1);
        }
    }

    static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
