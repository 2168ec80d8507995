package dev.s3logkit.common.inventory;

import dev.s3logkit.common.CorruptedInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Where the columns that matter stand in the rows of an inventory; -1 for one that is not there.
///
/// @param columns fields of a row
/// @param open whether rows may have more fields than that
/// @param isLatest `false` for a version that another one has replaced
/// @param isDeleteMarker `true` for a version that is no object
public record InventorySchema(
        int columns,
        boolean open,
        int bucket,
        int key,
        int size,
        int lastModified,
        int isLatest,
        int isDeleteMarker) {

    /// Rows without a schema: bucket, key, size, last-modified, and whatever follows.
    public static final InventorySchema PLAIN = new InventorySchema(4, true, 0, 1, 2, 3, -1, -1);

    /// Names that occur in inventories beside those that are read, as [#plain(String)] has them.
    private static final List<String> OTHER_COLUMNS =
            List.of(
                    "versionid",
                    "etag",
                    "storageclass",
                    "ismultipartuploaded",
                    "replicationstatus",
                    "encryptionstatus",
                    "objectlockretainuntildate",
                    "objectlockmode",
                    "objectlocklegalholdstatus",
                    "objectlockeventholdstatus",
                    "objectlockeventholdduration",
                    "intelligenttieringaccesstier",
                    "bucketkeystatus",
                    "checksumalgorithm",
                    "objectaccesscontrollist",
                    "objectowner",
                    "lifecycleexpirationdate",
                    "intelligenttieringreferencedate");

    private static final List<String> READ_COLUMNS =
            List.of(
                    "bucket",
                    "key",
                    "size",
                    "lastmodifieddate",
                    "lastmodified",
                    "islatest",
                    "isdeletemarker");

    /// Reads the `fileSchema` of a CSV inventory, such as `Bucket, Key, Size`.
    ///
    /// @param name of the manifest, for messages
    public static InventorySchema parse(String fileSchema, String name)
            throws CorruptedInputException {
        List<String> columns = new ArrayList<>();
        for (String column : fileSchema.split(",", -1)) {
            columns.add(plain(column));
        }
        if (columns.size() > CsvScanner.MAX_COLUMNS) {
            throw new CorruptedInputException(
                    "%s: fileSchema has %d columns, expected at most %d"
                            .formatted(name, columns.size(), CsvScanner.MAX_COLUMNS),
                    -1);
        }
        for (String required : List.of("bucket", "key")) {
            if (columns.indexOf(required) < 0
                    || columns.indexOf(required) != columns.lastIndexOf(required)) {
                throw new CorruptedInputException(
                        "%s: fileSchema is '%s', expected one column %s"
                                .formatted(
                                        name,
                                        fileSchema,
                                        required.equals("key") ? "Key" : "Bucket"),
                        -1);
            }
        }
        return of(columns, false);
    }

    /// What a row says of the rows behind it when it is a header: every field of it is the name of
    /// a column, bucket and key among them. Empty for a row that is none.
    static Optional<InventorySchema> ofHeader(List<String> fields) {
        List<String> columns = fields.stream().map(InventorySchema::plain).toList();
        boolean header =
                columns.contains("bucket")
                        && columns.contains("key")
                        && columns.stream()
                                .allMatch(
                                        c -> READ_COLUMNS.contains(c) || OTHER_COLUMNS.contains(c));
        return header ? Optional.of(of(columns, true)) : Optional.empty();
    }

    private static InventorySchema of(List<String> columns, boolean open) {
        int modified = columns.indexOf("lastmodifieddate");
        return new InventorySchema(
                columns.size(),
                open,
                columns.indexOf("bucket"),
                columns.indexOf("key"),
                columns.indexOf("size"),
                modified >= 0 ? modified : columns.indexOf("lastmodified"),
                columns.indexOf("islatest"),
                columns.indexOf("isdeletemarker"));
    }

    /// A name without what spellings differ in: `LastModifiedDate`, `last_modified_date`.
    private static String plain(String name) {
        return name.strip().toLowerCase(Locale.ROOT).replaceAll("[_ -]", "");
    }
}
