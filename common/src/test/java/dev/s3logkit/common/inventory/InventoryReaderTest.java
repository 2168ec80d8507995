package dev.s3logkit.common.inventory;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.s3logkit.common.FormatException;
import dev.s3logkit.common.NotThisFormatException;
import dev.s3logkit.common.inventory.Rows.Reject;
import dev.s3logkit.common.inventory.Rows.Row;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InventoryReaderTest {

    private static final String GOOD = "\"logs\",\"a/b.gz\",\"12\",\"2024-05-07T21:12:55.000Z\"\n";
    private static final Row GOOD_ROW = new Row("logs", "a/b.gz", 12, 20240507, true, false);

    private static final int TRIES = Boolean.getBoolean("s3logkit.long") ? 20 : 1;

    private static Row row(String key) {
        return new Row("logs", key, 12, 20240507, true, false);
    }

    private static String withKey(String field) {
        return "logs," + field + ",12,2024-05-07T21:12:55.000Z\n";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "logs,a/b.gz,12,2024-05-07T21:12:55.000Z\n",
                "logs,a/b.gz,12,2024-05-07T21:12:55Z",
                "logs,a/b.gz,12,2024-05-07T21:12:55.000Z\r\n",
                "\"logs\",\"a/b.gz\",\"12\",\"2024-05-07T21:12:55.000Z\"",
                "\"logs\",\"a/b.gz\",\"12\",\"2024-05-07T21:12:55.000Z\"\r\n",
                "\"logs\",\"a/b.gz\",\"12\",\"2024-05-07T21:12:55.000Z\"\r",
                "\"logs\",a/b.gz,\"12\",2024-05-07T21:12:55.000Z\n\n\r\n",
                "\n\r\nlogs,a/b.gz,12,2024-05-07\n",
                "\uFEFFlogs,a/b.gz,12,2024-05-07 21:12:55\n",
                "logs,a/b.gz,12,2024-05-07T23:12:55+02:00,etag,\"STANDARD\"\n",
                "logs,a/b.gz,12,2024-05-08T01:12:55.123456+02:00\n",
                "logs,a/b.gz,12,2024-05-07T21:12:55,\n",
                "bucket,key,size,last_modified\nlogs,a/b.gz,12,2024-05-07\n",
                "\"Bucket\",\"Key\",\"Size\",\"LastModifiedDate\"\r\nlogs,a/b.gz,12,2024-05-07\n",
                "Key,ETag,Bucket,Last Modified,Size\na/b.gz,x,logs,2024-05-07,12\n",
            })
    void readsARowInEverySpelling(String file) throws IOException {
        for (int buffer : new int[] {16, 17, 31, 64, 4096}) {
            Rows rows = Rows.of(file.getBytes(UTF_8), InventorySchema.PLAIN, buffer);
            assertThat(rows.rejects).isEmpty();
            assertThat(rows.rows).containsExactly(GOOD_ROW);
            assertThat(rows.counts)
                    .isEqualTo(new InventoryCounts(1, 0, file.getBytes(UTF_8).length));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "plain|plain",
                "with+space%2Band%25.log|with space+and%.log",
                "\"a,b\"|a,b",
                "\"say \"\"hi\"\".gz\"|say \"hi\".gz",
                "\"\"\"\"|\"",
                "quote%22comma%2C%C3%BCmlaut/%E6%97%A5%E6%9C%AC.gz|quote\"comma,ümlaut/日本.gz",
                "dt%3D2024-05-07-01-00/x|dt=2024-05-07-01-00/x",
                "ümlaut|ümlaut",
                "folder/|folder/",
                "in\"side|in\"side",
                "12345678+90123456%417890|12345678 90123456A7890",
            })
    void decodesKeys(String field, String key) throws IOException {
        assertThat(Rows.of(withKey(field)).rows).containsExactly(row(key));
    }

    @Test
    void aLineBreakWithinQuotesBelongsToTheKeyAndCountsAsALine() throws IOException {
        Rows rows = Rows.of(GOOD + withKey("\"a\nb\r\nc\"") + "logs,x,none,2024-05-07\n" + GOOD);
        assertThat(rows.rows).containsExactly(GOOD_ROW, row("a\nb\r\nc"), GOOD_ROW);
        assertThat(rows.rejects)
                .containsExactly(
                        new Reject(
                                5,
                                "logs,x,none,2024-05-07",
                                "found Size 'none', expected a number of bytes"));
    }

    @Test
    void aRowThatIsCalledLikeAHeaderIsNone() throws IOException {
        Rows rows = Rows.of("bucket,key,12,2024-05-07\n" + GOOD);
        assertThat(rows.rows)
                .containsExactly(new Row("bucket", "key", 12, 20240507, true, false), GOOD_ROW);
        assertThat(Rows.of(GOOD + "bucket,key,size,lastmodified\n").rejects).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "logs,a|found 2 fields, expected at least 4",
                "logs,a,1,2024-13-01|LastModifiedDate '2024-13-01', expected a time in ISO 8601",
                "logs,a,1,2024-02-30T00:00:00.000Z|LastModifiedDate '2024-02-30T00:00:00.000Z'",
                "logs,a,1,2024-02-28T24:00:00.000Z|LastModifiedDate",
                "logs,a,1,2024-02-28T23:00:00.0x0Z|LastModifiedDate",
                "logs,a,1,20240228T230000Z000000000|LastModifiedDate",
                "logs,a,1,yesterday|LastModifiedDate 'yesterday'",
                "logs,a,1,|LastModifiedDate ''",
                "logs,a,,2024-05-07|Size '', expected a number of bytes",
                "logs,a,-1,2024-05-07|Size '-1'",
                "logs,a,1.5,2024-05-07|Size '1.5'",
                "logs,a,1234567890123456789,2024-05-07|Size '1234567890123456789'",
                "lo,a,1,2024-05-07|Bucket 'lo', expected the name of a bucket",
                "lo/gs,a,1,2024-05-07|Bucket 'lo/gs'",
                ",a,1,2024-05-07|Bucket ''",
                "logs,,1,2024-05-07|found a key of 0 bytes, expected 1 to 1024",
                "logs,a%4,1,2024-05-07|Key 'a%4', expected two hex digits after each %",
                "logs,a%zz,1,2024-05-07|Key 'a%zz'",
                "logs,a%FF,1,2024-05-07|Key 'a%FF', expected UTF-8",
                "\"logs\"x,a,1,2024-05-07|text behind a closing quote",
                "logs,\"a,1,2024-05-07|expected another one that closes it",
            })
    void rejectsARowWithFileLineAndReason(String bad, String reason) throws IOException {
        for (int buffer : new int[] {16, 33, 4096}) {
            Rows rows = Rows.of((GOOD + bad + "\n").getBytes(UTF_8), InventorySchema.PLAIN, buffer);
            assertThat(rows.rows).containsExactly(GOOD_ROW);
            assertThat(rows.rejects).hasSize(1);
            assertThat(rows.rejects.getFirst().line()).isEqualTo(2);
            assertThat(rows.rejects.getFirst().reason()).contains(reason);
            assertThat(bad).startsWith(rows.rejects.getFirst().text());
        }
    }

    @Test
    void aCarriageReturnAloneEndsNoRow() throws IOException {
        Rows rows = Rows.of(GOOD + "\"logs\"\rx,a,1,2024-05-07\n" + GOOD);
        assertThat(rows.rows).containsExactly(GOOD_ROW, GOOD_ROW);
        assertThat(rows.rejects.getFirst().reason()).contains("text behind a closing quote");
    }

    @Test
    void aStrayQuoteCostsOneLine() throws IOException {
        Rows rows = Rows.of(GOOD + "logs,\"stray,1,2024-05-07\n" + GOOD + GOOD);
        assertThat(rows.rows).containsExactly(GOOD_ROW, GOOD_ROW, GOOD_ROW);
        assertThat(rows.rejects).extracting(Reject::line).containsExactly(2L);
    }

    @Test
    void keysOfMoreThan1024BytesAreRejected() throws IOException {
        String longest = "é".repeat(512);
        String encoded = URLEncoder.encode(longest, UTF_8);
        assertThat(Rows.of(withKey(encoded)).rows).containsExactly(row(longest));
        for (String tooLong : List.of(encoded + "x", "x".repeat(3073), "%41".repeat(1025))) {
            Rows rows = Rows.of(GOOD + withKey(tooLong));
            assertThat(rows.rejects.getFirst().reason()).contains("found a key of");
        }
    }

    @Test
    void aRowThatNeverEndsIsRejectedInBoundedMemory() throws IOException {
        String endless = "logs,\"" + "x".repeat(3 * InventoryReader.MAX_ROW_BYTES) + "\n";
        Rows rows =
                Rows.of((GOOD + endless + GOOD).getBytes(UTF_8), InventorySchema.PLAIN, 1 << 12);
        assertThat(rows.rows).containsExactly(GOOD_ROW, GOOD_ROW);
        assertThat(rows.rejects.getFirst().reason()).contains("longer than 1048576 bytes");
        assertThat(rows.counts.rejected()).isEqualTo(1);
    }

    @Test
    void versionsAndDeleteMarkersAreToldApart() throws IOException {
        InventorySchema schema =
                InventorySchema.parse(
                        "StorageClass, IsDeleteMarker, Size, Key, IsLatest, Bucket, VersionId",
                        "m");
        String file =
                """
                "STANDARD","false","12","a","true","logs","v2"
                "STANDARD","false","11","a","false","logs","v1"
                "","true","","b","true","logs","v3"
                "","false","","b","true","logs","v3"
                "","no","","b","true","logs","v3"
                """;
        Rows rows = Rows.of(file.getBytes(UTF_8), schema, 64);
        assertThat(rows.rows)
                .containsExactly(
                        new Row("logs", "a", 12, 0, true, false),
                        new Row("logs", "a", 11, 0, false, false),
                        new Row("logs", "b", 0, 0, true, true));
        assertThat(rows.rejects)
                .extracting(Reject::reason)
                .containsExactly(
                        "found Size '', expected a number of bytes",
                        "found IsDeleteMarker 'no', expected true or false");
    }

    @Test
    void rowsOfASchemaHaveExactlyItsColumns() throws IOException {
        InventorySchema schema = InventorySchema.parse("Bucket, Key", "m");
        Rows rows = Rows.of("logs,a\nlogs,b,c\nlogs\n".getBytes(UTF_8), schema, 64);
        assertThat(rows.rows).containsExactly(new Row("logs", "a", 0, 0, true, false));
        assertThat(rows.rejects)
                .extracting(Reject::reason)
                .containsExactly("found 3 fields, expected 2", "found 1 fields, expected 2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE html>\n<html><body>Access Denied, sorry, try, again</body></html>\n",
                "{\"Records\":[]}\n",
                "PAR1\u0000\u0015\u0004\n",
                "\"unclosed",
                "just text\n",
                "a,b,c,d\n1,2,3,4\n",
            })
    void whatIsNoInventoryIsNamed(String file) {
        assertThatExceptionOfType(NotThisFormatException.class)
                .isThrownBy(() -> Rows.of(file))
                .withMessageStartingWith("a file is no CSV inventory: ");
    }

    @Test
    void aLongFileThatIsNoInventoryIsNotReadToItsEnd() {
        String file = "1,2,3,4\n".repeat(100_000);
        assertThatExceptionOfType(NotThisFormatException.class)
                .isThrownBy(() -> Rows.of(file))
                .withMessageContaining("none of its first 1000 rows");
    }

    @Test
    void aFileWithoutARowThatCanBeReadSaysWhatIsWrongWithTheFirst() {
        assertThatExceptionOfType(NotThisFormatException.class)
                .isThrownBy(() -> Rows.of("logs,a,v1,2024-12-25\nlogs,b,1,today\n"))
                .withMessageContaining("none of its 2 rows can be read; in the first one was")
                .withMessageContaining("found Size 'v1', expected a number of bytes")
                .withMessageContaining("without a manifest.json or a header");
    }

    @Test
    void bytesThatCannotBePrintedAreWrittenAsNumbers() {
        assertThatExceptionOfType(NotThisFormatException.class)
                .isThrownBy(() -> Rows.of("\u0000\u0001\u007fPK\n"))
                .withMessageContaining("its first line is '\\x00\\x01\\x7fPK'");
    }

    @Test
    void anEmptyFileHasNoRows() throws IOException {
        assertThat(Rows.of("").counts).isEqualTo(new InventoryCounts(0, 0, 0));
        assertThat(Rows.of("Bucket,Key,Size,LastModifiedDate\n").counts.rows()).isZero();
    }

    @Test
    void cutAtEveryByteEveryRowIsReadOrRejected() throws IOException {
        byte[] file =
                (GOOD + withKey("\"a \"\"b\"\"\nc\"") + GOOD + withKey("%C3%A9")).getBytes(UTF_8);
        for (int end = GOOD.length(); end <= file.length; end++) {
            byte[] cut = java.util.Arrays.copyOf(file, end);
            for (int buffer : new int[] {16, 29, 4096}) {
                Rows rows = Rows.of(cut, InventorySchema.PLAIN, buffer);
                assertThat(rows.rows.getFirst()).isEqualTo(GOOD_ROW);
                assertThat(rows.counts.rows() + rows.counts.rejected())
                        .isEqualTo(rows.rows.size() + rows.rejects.size());
                assertThat(rows.counts.bytes()).isEqualTo(end);
            }
        }
    }

    @Provide
    Arbitrary<List<Tuple.Tuple3<String, Long, Boolean>>> objects() {
        Arbitrary<String> keys =
                Arbitraries.strings()
                        .withChars("ab/,\"\n\r+% =é日\u0001!#")
                        .ofMinLength(1)
                        .ofMaxLength(40);
        Arbitrary<Long> sizes = Arbitraries.longs().between(0, 1L << 50);
        return net.jqwik.api.Combinators.combine(keys, sizes, Arbitraries.of(true, false))
                .as(Tuple::of)
                .list()
                .ofMaxSize(30);
    }

    @Property(tries = 300)
    void readsBackWhatAnotherWriterWrote(
            @ForAll("objects") List<Tuple.Tuple3<String, Long, Boolean>> objects)
            throws IOException {
        StringBuilder file = new StringBuilder();
        List<Row> expected = new ArrayList<>();
        for (Tuple.Tuple3<String, Long, Boolean> object : objects) {
            // As S3 writes it, and with as little encoding as is right.
            String key =
                    object.get3()
                            ? URLEncoder.encode(object.get1(), UTF_8).replace("%2F", "/")
                            : object.get1().replace("%", "%25").replace("+", "%2B");
            file.append("\"logs\",\"%s\",".formatted(key.replace("\"", "\"\"")))
                    .append(object.get2())
                    .append(object.get3() ? ",\"2024-05-07\"\r\n" : ",2024-05-07\n");
            expected.add(new Row("logs", object.get1(), object.get2(), 20240507, true, false));
        }
        for (int buffer : new int[] {16, 61, 4096}) {
            byte[] bytes = file.toString().getBytes(UTF_8);
            assertThat(Rows.of(bytes, InventorySchema.PLAIN, buffer).rows).isEqualTo(expected);
        }
    }

    @Property(tries = 500)
    void findsTheFieldsThatASlowReaderFinds(@ForAll("csv") List<List<String>> rows) {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            text.append(String.join(",", row)).append("\n");
        }
        byte[] bytes = text.toString().getBytes(ISO_8859_1);
        byte[] padded = java.util.Arrays.copyOf(bytes, bytes.length + CsvScanner.SLACK);
        CsvScanner scanner = new CsvScanner();
        List<List<String>> found = new ArrayList<>();
        for (int at = 0; at < bytes.length; at = scanner.next) {
            assertThat(scanner.scan(padded, at, bytes.length, true))
                    .isEqualTo(CsvScanner.Result.ROW);
            List<String> fields = new ArrayList<>();
            for (int i = 0; i < scanner.fields; i++) {
                int length = scanner.to[i] - scanner.from[i];
                String field = new String(padded, scanner.from[i], length, ISO_8859_1);
                fields.add((scanner.doubled >> i & 1) == 0 ? field : field.replace("\"\"", "\""));
            }
            found.add(fields);
        }
        assertThat(found).isEqualTo(SlowCsv.read(text.toString()));
    }

    @Provide
    Arbitrary<List<List<String>>> csv() {
        Arbitrary<String> plain = Arbitraries.strings().withChars("abc!#+- \u0000").ofMaxLength(20);
        Arbitrary<String> quoted =
                Arbitraries.strings()
                        .withChars("ab,\"\n !#")
                        .ofMaxLength(20)
                        .map(s -> "\"" + s.replace("\"", "\"\"") + "\"");
        return Arbitraries.oneOf(plain, quoted)
                .list()
                .ofMinSize(1)
                .ofMaxSize(9)
                .list()
                .ofMaxSize(9);
    }

    @Property(tries = 500)
    void whateverTheBytesNothingButAFormatExceptionComesOut(
            @ForAll byte[] noise, @ForAll long seed) {
        byte[] good = GOOD.repeat(4).getBytes(UTF_8);
        java.util.Random random = new java.util.Random(seed);
        for (int i = 0; i < TRIES; i++) {
            byte[] file = good.clone();
            for (byte b : noise) {
                file[random.nextInt(file.length)] = b;
            }
            try {
                Rows rows = Rows.of(file, InventorySchema.PLAIN, 16 + random.nextInt(100));
                assertThat(rows.counts.rows()).isEqualTo(rows.rows.size());
                assertThat(rows.counts.rejected()).isEqualTo(rows.rejects.size());
            } catch (FormatException e) {
                assertThat(e).hasMessageStartingWith("a file is no CSV inventory");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }
}
