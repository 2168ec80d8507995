package dev.s3logkit.orchestrator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.s3logkit.common.CorruptedInputException;
import dev.s3logkit.common.FormatException;
import dev.s3logkit.common.NotThisFormatException;
import dev.s3logkit.common.UnsupportedFeatureException;
import dev.s3logkit.common.s3.FailingObjectStore;
import dev.s3logkit.common.s3.Fault;
import dev.s3logkit.common.s3.FaultPlan;
import dev.s3logkit.common.s3.InMemoryObjectStore;
import dev.s3logkit.common.s3.NoSuchObjectException;
import dev.s3logkit.common.s3.ObjectAccessDeniedException;
import dev.s3logkit.common.s3.ObjectStoreException;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.orchestrator.OrchestrationRequest.Mode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever is wrong with an inventory is said with the name of the file, and nothing is written.
class BadInventoryTest {

    private static final S3Uri DATA = S3Uri.parse("s3://inventories/daily/data/1.csv.gz");
    private static final S3Uri CSV = S3Uri.parse("s3://inventories/rows.csv");

    @TempDir Path folder;

    private InMemoryObjectStore store = new InMemoryObjectStore("inventories", "archives");

    @BeforeEach
    void makeAnInventory() throws IOException {
        store = Setup.store(2, 500, 2);
    }

    @AfterEach
    void nothingIsWritten() {
        assertThat(store.keys("archives")).isEmpty();
    }

    private void run(S3Uri inventory) throws IOException {
        Setup.run(store, folder, Setup.request(inventory, Mode.START));
    }

    private void replace(String found, String replacement) throws IOException {
        String manifest = new String(store.content(Setup.INVENTORY), UTF_8);
        assertThat(manifest).contains(found);
        store.put(Setup.INVENTORY, manifest.replace(found, replacement).getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"<html>\n<body>no</body></html>\n", "{\"a\": 1}\n", "\u0000\u0001\u0002,\n"})
    void aFileThatIsNoInventoryIsNamed(String content) throws IOException {
        store.put(CSV, content.getBytes(UTF_8));
        assertThatExceptionOfType(NotThisFormatException.class)
                .isThrownBy(() -> run(CSV))
                .withMessageContaining(CSV.toString());
        store.put(Setup.INVENTORY, ("[" + content).getBytes(UTF_8));
        assertThatExceptionOfType(NotThisFormatException.class)
                .isThrownBy(() -> run(Setup.INVENTORY))
                .withMessageContaining(Setup.INVENTORY.toString());
    }

    @Test
    void aTruncatedDataFileIsNamed() throws IOException {
        byte[] file = store.content(DATA);
        store.put(DATA, Arrays.copyOf(file, file.length - 5));
        assertThatExceptionOfType(FormatException.class)
                .isThrownBy(() -> run(Setup.INVENTORY))
                .withMessageContaining(DATA.toString());
    }

    @Test
    void aTruncatedGzipWithoutManifestIsNamed() throws IOException {
        byte[] file = store.content(DATA);
        S3Uri alone = S3Uri.parse("s3://inventories/alone.csv.gz");
        for (int length : new int[] {11, file.length / 2, file.length - 1}) {
            store.put(alone, Arrays.copyOf(file, length));
            assertThatExceptionOfType(FormatException.class)
                    .isThrownBy(() -> run(alone))
                    .withMessageContaining(alone.toString());
        }
    }

    @Test
    void aDataFileWithAnotherChecksumIsNamed() throws IOException {
        String md5 = SampleInventory.md5(store.content(DATA));
        replace(md5, "0".repeat(32));
        assertThatExceptionOfType(CorruptedInputException.class)
                .isThrownBy(() -> run(Setup.INVENTORY))
                .withMessage(DATA + ": found MD5 " + md5 + ", the manifest says " + "0".repeat(32));
    }

    @Test
    void aDataFileOfAnotherSizeIsNamed() throws IOException {
        replace("\"size\":" + store.content(DATA).length, "\"size\":7");
        assertThatExceptionOfType(CorruptedInputException.class)
                .isThrownBy(() -> run(Setup.INVENTORY))
                .withMessageContaining(DATA.toString())
                .withMessageContaining("the manifest says 7");
    }

    @Test
    void aManifestWithAnotherChecksumIsNamedAndOneWithTheRightOneIsRead() throws IOException {
        S3Uri checksum = S3Uri.parse("s3://inventories/daily/manifest.checksum");
        store.put(checksum, "0123\n".getBytes(UTF_8));
        assertThatExceptionOfType(CorruptedInputException.class)
                .isThrownBy(() -> run(Setup.INVENTORY))
                .withMessageContaining(Setup.INVENTORY.toString())
                .withMessageContaining("manifest.checksum says 0123");
        String md5 = SampleInventory.md5(store.content(Setup.INVENTORY));
        for (String content : List.of(md5, md5.toUpperCase(java.util.Locale.ROOT) + "\n")) {
            store.put(checksum, content.getBytes(UTF_8));
            Setup.run(store, folder, Setup.request(Setup.INVENTORY, Mode.DRY_RUN));
        }
    }

    @Test
    void aSchemaWithoutKeyOrBucketIsNamed() throws IOException {
        replace("Bucket, Key", "Bucket, Name");
        assertThatThrownBy(() -> run(Setup.INVENTORY)).hasMessageContaining("one column Key");
        replace("Bucket, Name", "Pail, Key");
        assertThatThrownBy(() -> run(Setup.INVENTORY)).hasMessageContaining("one column Bucket");
    }

    @Test
    void aSchemaThatIsNotThatOfTheRowsIsNamed() throws IOException {
        replace(", StorageClass", "");
        assertThatExceptionOfType(NotThisFormatException.class)
                .isThrownBy(() -> run(Setup.INVENTORY))
                .withMessageContaining("/data/")
                .withMessageContaining("expected 7 fields");
    }

    @Test
    void formatsThatAreNotReadAreNamed() throws IOException {
        replace("\"CSV\"", "\"ORC\"");
        assertThatExceptionOfType(UnsupportedFeatureException.class)
                .isThrownBy(() -> run(Setup.INVENTORY))
                .withMessageContaining("an inventory in ORC");
    }

    @Test
    void whatIsNotThereIsNamed() throws IOException {
        store.delete(DATA);
        assertThatExceptionOfType(NoSuchObjectException.class)
                .isThrownBy(() -> run(Setup.INVENTORY))
                .withMessageContaining(DATA.toString());
        assertThatExceptionOfType(NoSuchObjectException.class)
                .isThrownBy(() -> run(CSV))
                .withMessageContaining(CSV.toString());
    }

    @Test
    void aDataFileThatCannotBeReadIsNamed() {
        FailingObjectStore failing =
                new FailingObjectStore(
                        store,
                        FaultPlan.when((_, uri) -> uri.equals(DATA), new Fault.Unavailable()));
        assertThatExceptionOfType(ObjectStoreException.class)
                .isThrownBy(
                        () ->
                                Setup.run(
                                        failing,
                                        folder,
                                        Setup.request(Setup.INVENTORY, Mode.START)))
                .withMessageContaining(DATA.toString());
    }

    @Test
    void aDataFileThatMayNotBeReadIsNamed() {
        FailingObjectStore failing =
                new FailingObjectStore(
                        store, FaultPlan.when((_, uri) -> uri.equals(DATA), new Fault.Denied()));
        assertThatExceptionOfType(ObjectAccessDeniedException.class)
                .isThrownBy(
                        () ->
                                Setup.run(
                                        failing,
                                        folder,
                                        Setup.request(Setup.INVENTORY, Mode.START)))
                .withMessageContaining(DATA.toString());
    }

    @Test
    void anInventoryThatTimeDoesNotSufficeForIsGivenUpEarly() throws IOException {
        long[] left = {621_000};
        Pace pace =
                new Pace(
                        new dev.s3logkit.orchestrator.scan.Inventory(
                                "s3://inventories/huge/manifest.json",
                                "1",
                                dev.s3logkit.common.inventory.InventorySchema.PLAIN,
                                List.of(
                                        new dev.s3logkit.orchestrator.scan.InventoryFile(
                                                "f", 1_000_000, null, () -> null))),
                        () -> left[0]);
        pace.read(1);
        left[0] = 600_000;
        pace.read(100_000);
        assertThatExceptionOfType(InventoryTooLargeException.class)
                .isThrownBy(() -> pace.read(10_000))
                .withMessageContaining("10000 of 1000000 bytes are read")
                .withMessageContaining("600 s are left");
    }
}
