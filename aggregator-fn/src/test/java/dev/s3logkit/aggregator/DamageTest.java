package dev.s3logkit.aggregator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.s3logkit.aggregator.transform.TransformReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Files of the staging folder that are damaged or gone: their group fails and names them, others
/// go on, nothing is deleted.
class DamageTest {

    private static final long T0 = Instant.parse("2026-02-06T10:00:00Z").getEpochSecond();
    private static final String DAMAGED = "20260206T100000Z-900";

    @TempDir Path staging;
    private Flow flow;

    @BeforeEach
    void stageTwoGroups() throws Exception {
        flow = new Flow(staging);
        stage("first");
    }

    private void stage(String key) throws Exception {
        List<String> lines =
                List.of(
                        LogLines.get(T0, "photos", key + "-damaged"),
                        LogLines.get(T0 + 900, "photos", key + "-other"));
        assertThat(flow.deliverEach(List.of(flow.put(key, lines)))).isEmpty();
    }

    private Map<String, Exception> transform() throws IOException {
        Map<String, Exception> failures = new HashMap<>();
        TransformReport report =
                Outputs.transformer(
                                flow.config,
                                Outputs.s3(flow.config, flow.store, null, null),
                                Clock.systemUTC())
                        .run(true, () -> true, failures::put);
        assertThat(report.failed()).isEqualTo(failures.size());
        return failures;
    }

    private Path find(String nameStart) throws IOException {
        try (Stream<Path> files = Files.walk(staging)) {
            return files.filter(file -> file.toString().contains(DAMAGED))
                    .filter(file -> file.getFileName().toString().startsWith(nameStart))
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .orElseThrow();
        }
    }

    /// The files of the group by path, leases left out.
    private Map<String, Long> files() throws IOException {
        Map<String, Long> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(staging)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (file.toString().contains(DAMAGED) && !file.toString().contains("lease-")) {
                    found.put(file.toString(), Files.size(file));
                }
            }
        }
        return found;
    }

    private void assertOnlyTheGroupFails(Path named) throws Exception {
        Map<String, Long> before = files();
        Map<String, Exception> failures = transform();
        assertThat(failures).containsOnlyKeys("ALLBUCKETS/" + DAMAGED);
        assertThat(failures.values())
                .allSatisfy(failure -> assertThat(failure).hasMessageContaining(named.toString()));
        assertThat(files()).isEqualTo(before);
        assertThat(flow.emitted("year=")).noneMatch(line -> line.contains("-damaged"));
        assertThat(flow.emitted("year=")).anyMatch(line -> line.contains("-other"));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.3, 0.9})
    void aFragmentThatIsCut(double kept) throws Exception {
        Path fragment = find(DAMAGED);
        byte[] bytes = Files.readAllBytes(fragment);
        Files.write(fragment, java.util.Arrays.copyOf(bytes, (int) (bytes.length * kept)));
        assertOnlyTheGroupFails(fragment);
    }

    @Test
    void aFragmentWhoseLinesAreDamagedAndThenRestored() throws Exception {
        Path fragment = find(DAMAGED);
        byte[] good = Files.readAllBytes(fragment);
        byte[] bad = good.clone();
        bad[120] ^= 1;
        Files.write(fragment, bad);
        Map<String, Exception> failures = transform();
        assertThat(failures.values())
                .singleElement()
                .satisfies(
                        failure -> assertThat(failure).hasMessageContaining(fragment.toString()));
        assertThat(flow.emitted("year=")).noneMatch(line -> line.contains("-damaged"));

        Files.write(fragment, good);
        assertThat(transform()).isEmpty();
        assertThat(flow.emitted("year=")).hasSize(2);
    }

    static Stream<Arguments> badSets() {
        String good =
                """
                {"version":1,"number":1,"format":"gz","split_bytes":1000000,"deduplicate":true,
                 "digest":"00","records_key":"a","rejects_key":"b","fragments":[]}
                """;
        return Stream.of(
                Arguments.of("", "no JSON"),
                Arguments.of("{", "no JSON"),
                Arguments.of("[]", "no JSON"),
                Arguments.of(good.replace("\"version\":1", "\"version\":2"), "version 2"),
                Arguments.of(good.replace("\"number\":1", "\"number\":\"1\""), "'number'"),
                Arguments.of(good.replace("\"digest\":\"00\"", "\"digest\":5"), "'digest'"),
                Arguments.of(good.replace("[]", "7"), "'fragments'"),
                Arguments.of(good.replace("\"split_bytes\":1000000,", ""), "'split_bytes'"));
    }

    @ParameterizedTest
    @MethodSource("badSets")
    void aSetFileThatIsDamaged(String json, String reason) throws Exception {
        Path sets = staging.resolve("sets/ALLBUCKETS").resolve(DAMAGED);
        Path set = Files.createDirectories(sets).resolve("set-000000001.json");
        Files.writeString(set, json);
        assertOnlyTheGroupFails(set);
        assertThat(transform().values())
                .allSatisfy(failure -> assertThat(failure).hasMessageContaining(reason));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"format\": \"orc\"", "\"fragments\": [\"../x\"]"})
    void aSetThatThisVersionCannotFollow(String field) throws Exception {
        Path sets = staging.resolve("sets/ALLBUCKETS").resolve(DAMAGED);
        Path set = Files.createDirectories(sets).resolve("set-000000001.json");
        Map<String, String> fields = new TreeMap<>();
        fields.put("format", "\"format\": \"gz\"");
        fields.put("fragments", "\"fragments\": []");
        fields.put(field.substring(1, field.indexOf('"', 1)), field);
        Files.writeString(
                set,
                "{\"version\":1,\"number\":1,\"split_bytes\":1000000,\"deduplicate\":true,"
                        + "\"digest\":null,\"records_key\":\"a\",\"rejects_key\":\"b\","
                        + String.join(",", fields.values())
                        + "}");
        Map<String, Long> before = files();
        Map<String, Exception> failures = transform();
        assertThat(failures).containsOnlyKeys("ALLBUCKETS/" + DAMAGED);
        assertThat(failures.values())
                .allSatisfy(failure -> assertThat(failure).hasMessageContaining("set 1 of group"));
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void aFragmentOfAnUnfinishedSetThatIsGone() throws Exception {
        Path fragment = find(DAMAGED);
        transform();
        stage("second");
        // As a process would leave it that was killed before the ledger, but for the fragment.
        Files.delete(find("ledger-"));
        Path waiting = find(DAMAGED);
        Map<String, Exception> failures = transform();
        assertThat(failures).containsOnlyKeys("ALLBUCKETS/" + DAMAGED);
        assertThat(failures.values())
                .allSatisfy(
                        failure ->
                                assertThat(failure)
                                        .hasMessageContaining(fragment.toString())
                                        .hasMessageContaining("set 1 is gone"));
        assertThat(waiting).exists();
        assertThat(flow.emitted("year=")).anyMatch(line -> line.contains("second-other"));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 0.95})
    void aLedgerThatIsCut(double kept) throws Exception {
        transform();
        Path ledger = find("ledger-");
        byte[] bytes = Files.readAllBytes(ledger);
        stage("second");
        Files.write(ledger, java.util.Arrays.copyOf(bytes, (int) (bytes.length * kept)));
        Map<String, Long> before = files();
        Map<String, Exception> failures = transform();
        assertThat(failures).containsOnlyKeys("ALLBUCKETS/" + DAMAGED);
        assertThat(failures.values())
                .allSatisfy(failure -> assertThat(failure).hasMessageContaining(ledger.toString()));
        assertThat(files()).isEqualTo(before);
        assertThat(flow.emitted("year=")).anyMatch(line -> line.contains("second-other"));

        Files.write(ledger, bytes);
        stage("first");
        assertThat(transform()).isEmpty();
        assertThat(flow.emitted("year=")).hasSize(4).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"no JSON", "{}", "[\"a\"]", "[\"a\",\"b\",\"c\",\"d\",\"e\"]"})
    void aLedgerOfSomethingElse(String content) throws Exception {
        transform();
        Path ledger = find("ledger-");
        stage("second");
        Files.write(ledger, com.github.luben.zstd.Zstd.compress(content.getBytes(UTF_8)));
        Map<String, Exception> failures = transform();
        assertThat(failures).containsOnlyKeys("ALLBUCKETS/" + DAMAGED);
        assertThat(failures.values())
                .allSatisfy(failure -> assertThat(failure).hasMessageContaining(ledger.toString()));
    }

    @Test
    void aLedgerWithoutNewSourcesIsAWholeFile() throws Exception {
        transform();
        stage("first");
        assertThat(transform()).isEmpty();
        Path ledger = find("ledger-000000002");
        assertThat(Files.size(ledger)).isPositive();
        stage("first");
        assertThat(transform()).isEmpty();
        assertThat(flow.emitted("year=")).hasSize(2);
    }
}
