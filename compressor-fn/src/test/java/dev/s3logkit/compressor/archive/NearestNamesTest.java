package dev.s3logkit.compressor.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNamesTest {

    private static final List<String> NAMES =
            List.of(
                    "logs/2026/02/05/a.gz",
                    "logs/2026/02/06/a.gz",
                    "logs/2026/02/06/b.gz",
                    "other/readme.txt",
                    "bucket/deep/folder/report.csv");

    @ParameterizedTest
    @CsvSource({
        "logs/2026/2/06/b.gz, logs/2026/02/06/b.gz",
        "report.csv, bucket/deep/folder/report.csv",
        "/other/readme.txt, other/readme.txt",
        "logs/2026/02/06/b, logs/2026/02/06/b.gz",
        "'', other/readme.txt"
    })
    void suggestsWhatBeginsAndEndsMostAlike(String wanted, String best) {
        assertThat(NearestNames.of(wanted, NAMES.size(), NAMES::get)).hasSize(3).startsWith(best);
    }
}
