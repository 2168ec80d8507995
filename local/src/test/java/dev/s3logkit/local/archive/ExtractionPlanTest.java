package dev.s3logkit.local.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.s3logkit.common.archive.browse.ArchiveEntry;
import dev.s3logkit.common.archive.browse.EntryType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExtractionPlanTest {

    private final ExtractionPlan plan = new ExtractionPlan(false, '/');

    private static ArchiveEntry entry(String key, EntryType type) {
        return new ArchiveEntry(key, type, 0, 0644, null, null, -1, -1, null, 0);
    }

    private static void add(ExtractionPlan plan, String key, EntryType type) {
        plan.add(entry(key, type), key, null);
    }

    private static List<String> files(ExtractionPlan plan) {
        return plan.files().stream().map(item -> String.join("/", item.path())).toList();
    }

    private static List<String> reasons(ExtractionPlan plan) {
        return plan.refusals().stream().map(ExtractionPlan.Refusal::reason).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "a/b, a/b",
        "/etc/passwd, etc/passwd",
        "//x, x",
        "a//b, a/b",
        "./a/./b, a/b",
        "..., ...",
        "..\\..\\x, ..\\..\\x",
        "c:\\x, c:\\x",
        "a\uDCFFb, a\\xffb"
    })
    void putsEveryNameInsideOfTheFolder(String key, String path) {
        add(plan, key, EntryType.FILE);
        assertThat(files(plan)).containsExactly(path);
    }

    @ParameterizedTest
    @CsvSource({
        "../x, its name leads out of the folder",
        "a/../../x, its name leads out of the folder",
        "a/.., its name leads out of the folder",
        "a/../b, its name leads out of the folder",
        "a\u0000b, its name is none that a file can have"
    })
    void refusesNamesThatNoFileMayHave(String key, String reason) {
        add(plan, key, EntryType.FILE);
        assertThat(files(plan)).isEmpty();
        assertThat(reasons(plan)).containsExactly(reason);
    }

    @ParameterizedTest
    @CsvSource({"..\\x", "a\\b", "c:x", "a/b:stream"})
    void refusesMoreWhereABackslashParts(String key) {
        ExtractionPlan windows = new ExtractionPlan(true, '\\');
        add(windows, key, EntryType.FILE);
        assertThat(reasons(windows)).containsExactly("its name is none that a file can have");
    }

    @ParameterizedTest
    @CsvSource({
        "link, x",
        "link, ./x/y",
        "link, x//y",
        "a/link, ../x",
        "a/b/link, ../../x/y",
        "a/link, .."
    })
    void takesLinksThatStayInside(String key, String target) {
        plan.add(entry(key, EntryType.SYMBOLIC_LINK), key, target);
        assertThat(plan.links()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "link, ''",
        "link, /etc",
        "link, ..",
        "link, ../x",
        "a/link, ../../x",
        // Where x is itself a link to a folder that is not as deep, its parent is outside.
        "a/link, x/../../y",
        "a/link, x/.."
    })
    void refusesLinksThatMayLeadOut(String key, String target) {
        plan.add(entry(key, EntryType.SYMBOLIC_LINK), key, target);
        assertThat(plan.links()).isEmpty();
        assertThat(reasons(plan).getFirst())
                .isEqualTo("a symbolic link that leads out of the folder, to " + target);
    }

    @Test
    void putsNothingIntoALinkOrAFile() {
        plan.add(entry("link", EntryType.SYMBOLIC_LINK), "link", "x");
        add(plan, "link/file", EntryType.FILE);
        add(plan, "link/a/b/file", EntryType.FILE);
        add(plan, "file", EntryType.FILE);
        add(plan, "file/in", EntryType.FILE);
        assertThat(files(plan)).containsExactly("file");
        assertThat(reasons(plan))
                .containsExactly(
                        "it would be in link, which is a symbolic link",
                        "it would be in link, which is a symbolic link",
                        "it would be in file, which is a file");
    }

    @Test
    void putsNoTwoEntriesInOnePlace() {
        add(plan, "a/b", EntryType.FILE);
        add(plan, "a//b", EntryType.FILE);
        add(plan, "a", EntryType.FILE);
        add(plan, "a/", EntryType.FOLDER);
        add(plan, "A/b", EntryType.FILE);
        assertThat(files(plan)).containsExactly("a/b", "A/b");
        assertThat(plan.folders()).hasSize(1);
        assertThat(reasons(plan))
                .containsExactly("another entry has its place", "another entry has its place");
    }

    @Test
    void knowsWhereCaseDoesNotCount() {
        ExtractionPlan sameCase = new ExtractionPlan(true, '/');
        add(sameCase, "a/b", EntryType.FILE);
        add(sameCase, "A/B", EntryType.FILE);
        add(sameCase, "stra\u00dfe", EntryType.FILE);
        add(sameCase, "STRASSE", EntryType.FILE);
        add(sameCase, "e\u0301", EntryType.FILE);
        add(sameCase, "\u00c9", EntryType.FILE);
        assertThat(files(sameCase)).containsExactly("a/b", "stra\u00dfe", "e\u0301");
        assertThat(reasons(sameCase))
                .containsOnly("another entry has its place (case does not count here)");
    }

    @ParameterizedTest
    @CsvSource({
        "CHARACTER_DEVICE, a character device",
        "BLOCK_DEVICE, a block device",
        "FIFO, a FIFO",
        "SOCKET, a socket",
        "OTHER, an entry of an unknown kind"
    })
    void makesNothingButFilesFoldersAndLinks(EntryType type, String reason) {
        add(plan, "x", type);
        assertThat(reasons(plan)).containsExactly(reason);
        assertThat(plan.refusals().getFirst().special()).isTrue();
    }
}
