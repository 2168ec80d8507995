package dev.s3logkit.orchestrator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.s3logkit.common.s3.InMemoryObjectStore;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.orchestrator.OrchestrationRequest.Mode;
import dev.s3logkit.orchestrator.plan.PlanLimits;
import dev.s3logkit.orchestrator.scan.GroupTable;
import dev.s3logkit.orchestrator.scan.RowKind;
import dev.s3logkit.orchestrator.scan.Selection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// DuckDB reads the same inventory, by SQL and regular expressions.
class InventoryOracleTest {

    private static final int ROWS = Boolean.getBoolean("s3logkit.long") ? 2_000_000 : 20_000;
    private static final int FILES = 4;

    private static final String SQL =
            """
            import duckdb, sys
            files, by_key = sys.argv[1:-1], sys.argv[-1] == 'LOG_DATE'
            region = '[a-z]{2,}(?:-[a-z]{2,})+-[0-9]{1,2}'
            duckdb.execute("create table rows as select bucket, "
                "url_decode(replace(key, '+', ' ')) as key, latest, marker, "
                "coalesce(nullif(size, '')::hugeint, 0) as size, modified from read_csv(?, header=false, "
                "quote='\\"', escape='\\"', delim=',', new_line='\\\\n', auto_detect=false, columns={'bucket':'varchar',"
                "'key':'varchar','version':'varchar','latest':'varchar','marker':'varchar','size':'varchar',"
                "'modified':'varchar','class':'varchar'})", [files])
            aws = '(?:^|/)AWSLogs/(?:o-[^/]*/)?(?:aws-account-id=)?([0-9]{12})/'
            log = '([0-9]{12})/(' + region + ')/[^/]+/[0-9]{4}/[0-9]{2}/[0-9]{2}/[0-9-]{20}[0-9A-F]+$'
            first = aws + '[^/]*/(?:[^/]*/)??(?:aws-region=)?(' + region + '|cloudfront)/'
            day = "coalesce(nullif(regexp_extract(key, '(?:/|year=)(2024)/(?:month=)?(12)/(?:day=)?([0-9]{1,2})/', 3), ''),"\\
                "nullif(regexp_extract(key, '2024-12-([0-9]{2})-[0-9]{2}', 1), ''))"
            day = "try_cast(" + day + " as integer)"
            wanted = day + " = 25" if by_key else "modified like '2024-12-25T%'"
            kind = ("case when marker = 'true' then 'delete_marker' when latest = 'false' then 'old_version' "
                + ("" if by_key else "when not " + wanted + " then 'other_date' ")
                + "when key like '%/' then 'folder' when contains(key, chr(10)) then 'line_break' "
                + ("when " + day + " is null then 'no_date' when not " + wanted + " then 'other_date' " if by_key else "")
                + f"when regexp_matches(key, '{first}') then regexp_extract(key, '{first}', 1) || '-' || regexp_extract(key, '{first}', 2) "
                + f"when regexp_matches(key, '{log}') then regexp_extract(key, '{log}', 1) || '-' || regexp_extract(key, '{log}', 2) "
                + "else 'unknown' end")
            for row in duckdb.execute(f"select {kind}, count(*), sum(size) from rows group by 1").fetchall():
                print(*row)
            """;

    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource
    void agreesWithDuckDbOnGroupsCountsAndBytes(Selection.DateField field) throws Exception {
        assumeTrue(run("python3", "-c", "import duckdb") != null, "no duckdb");
        InMemoryObjectStore store = Setup.store(FILES, ROWS / FILES, 4);
        Map<String, GroupTable.Total> expected = oracle(store, field);

        Selection selection = new Selection(Setup.BY_KEY.date(), field);
        PlanLimits limits = new PlanLimits(ROWS / 100, 1L << 60);
        OrchestrationReport dry =
                Setup.run(
                        store,
                        folder,
                        Setup.request(Setup.INVENTORY, selection, limits, Mode.DRY_RUN, false));
        for (RowKind kind : RowKind.values()) {
            if (kind != RowKind.SELECTED) {
                GroupTable.Total total = expected.remove(kind.label());
                assertThat(dry.tally().rows(kind))
                        .as(kind.label())
                        .isEqualTo(total == null ? 0 : total.objects());
            }
        }
        assertThat(dry.groups()).isEqualTo(expected);
        assertThat(expected).hasSizeGreaterThan(150);
        assertThat(dry.tally().read()).isEqualTo(ROWS);

        OrchestrationReport planned =
                Setup.run(
                        store,
                        folder,
                        Setup.request(Setup.INVENTORY, selection, limits, Mode.PLAN, false));
        assertThat(planned.totals()).isEqualTo(dry.totals());
        Map<String, Long> lines = new TreeMap<>();
        Setup.manifests(store)
                .forEach(
                        (name, keys) -> {
                            assertThat(keys).doesNotHaveDuplicates().isSorted();
                            String group = name.replaceFirst("(-[0-9]+|-cloudfront)-[0-9]+$", "$1");
                            lines.merge(group, (long) keys.size(), Long::sum);
                        });
        expected.forEach((group, total) -> assertThat(lines).containsEntry(group, total.objects()));
        assertThat(lines).hasSameSizeAs(expected);
    }

    private Map<String, GroupTable.Total> oracle(
            InMemoryObjectStore store, Selection.DateField field) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of("python3", "-c", SQL));
        for (int i = 0; i < FILES; i++) {
            // Decompressed here: DuckDB reads the first member only.
            Path file = folder.resolve(i + ".csv");
            byte[] gzip = store.content(new S3Uri("inventories", "daily/data/" + i + ".csv.gz"));
            Files.write(
                    file,
                    new GZIPInputStream(new java.io.ByteArrayInputStream(gzip)).readAllBytes());
            command.add(file.toString());
        }
        command.add(field.name());
        String output = run(command.toArray(String[]::new));
        assertThat(output).as("what DuckDB says").isNotNull();
        Map<String, GroupTable.Total> totals = new TreeMap<>();
        output.lines()
                .map(line -> line.split(" "))
                .forEach(
                        row ->
                                totals.put(
                                        row[0],
                                        new GroupTable.Total(
                                                Long.parseLong(row[1]), Long.parseLong(row[2]))));
        return totals;
    }

    private static String run(String... command) throws Exception {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            return process.waitFor() == 0 ? output : null;
        } catch (IOException e) {
            return null;
        }
    }
}
