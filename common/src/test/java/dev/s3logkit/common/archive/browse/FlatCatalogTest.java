package dev.s3logkit.common.archive.browse;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.s3logkit.common.LimitExceededException;
import dev.s3logkit.common.archive.EntryName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class FlatCatalogTest {

    private static FlatCatalog catalog(List<String> keys) throws IOException {
        return FlatCatalog.of(
                "a.zip",
                keys,
                number ->
                        new ArchiveEntry(
                                keys.get(number),
                                keys.get(number).endsWith("/") ? EntryType.FOLDER : EntryType.FILE,
                                0,
                                0644,
                                null,
                                null,
                                -1,
                                -1,
                                null,
                                number));
    }

    private static FlatCatalog catalog(String... keys) throws IOException {
        return catalog(List.of(keys));
    }

    private static List<String> keys(EntryCursor cursor) throws IOException {
        List<String> keys = new ArrayList<>();
        for (ArchiveEntry entry = cursor.next(); entry != null; entry = cursor.next()) {
            keys.add(entry.key());
        }
        return keys;
    }

    private static List<String> children(FlatCatalog catalog, String folder) throws IOException {
        List<String> keys = new ArrayList<>();
        EntryCursor cursor = catalog.walk(folder + "\0");
        for (ArchiveEntry entry = cursor.next();
                entry != null && entry.key().startsWith(folder);
                entry = cursor.next()) {
            keys.add(entry.key());
            if (entry.isFolder()) {
                cursor.skipFolder();
            }
        }
        return keys;
    }

    @Test
    void walksInTheOrderOfKeysInS3() throws IOException {
        assertThat(keys(catalog("a0", "a/x", "a.txt", "a-b", "b", "a").walk("")))
                .containsExactly("a", "a-b", "a.txt", "a/", "a/x", "a0", "b");
    }

    @Test
    void tellsOfFoldersThatOnlyNamesImply() throws IOException {
        FlatCatalog catalog = catalog("x/y/1", "x/y/2", "x/z/3", "w");
        assertThat(keys(catalog.walk("")))
                .containsExactly("w", "x/", "x/y/", "x/y/1", "x/y/2", "x/z/", "x/z/3");
        assertThat(children(catalog, "")).containsExactly("w", "x/");
        assertThat(children(catalog, "x/")).containsExactly("x/y/", "x/z/");
        ArchiveEntry implied = catalog.find("x/y");
        assertThat(implied).isNotNull();
        assertThat(implied.key()).isEqualTo("x/y/");
        assertThat(implied.position()).isEqualTo(ArchiveEntry.NOWHERE);
    }

    @Test
    void takesTheLastOfEntriesWithOneName() throws IOException {
        ArchiveEntry last = catalog("a", "b", "a").find("a");
        assertThat(last).isNotNull();
        assertThat(last.position()).isEqualTo(2);
    }

    @Test
    void tellsAFileFromAFolderOfTheSameName() throws IOException {
        FlatCatalog catalog = catalog("a", "a/b");
        assertThat(catalog.find("a")).extracting("key").isEqualTo("a");
        assertThat(catalog.find("a/")).extracting("key").isEqualTo("a/");
        assertThat(catalog.find("a/c")).isNull();
        assertThat(catalog.find("")).extracting("type").isEqualTo(EntryType.FOLDER);
    }

    @Test
    void keepsNamesThatAreNoPaths() throws IOException {
        FlatCatalog catalog = catalog("/etc/x", "a//b", "../up", "./dot");
        assertThat(keys(catalog.walk("")))
                .containsExactly(
                        "../", "../up", "./", "./dot", "/", "/etc/", "/etc/x", "a/", "a//", "a//b");
        assertThat(catalog.find("a//b")).isNotNull();
        assertThat(catalog.find("a/b")).isNull();
    }

    @Test
    void refusesFoldersWithoutEnd() {
        assertThatThrownBy(() -> catalog("/".repeat(2000) + "x"))
                .isInstanceOf(LimitExceededException.class)
                .hasMessage("a.zip: folders in each other: needs 2000, allowed 1024");
    }

    @Provide
    Arbitrary<List<String>> names() {
        return Arbitraries.strings()
                .withChars('a', 'b', '/', '.', '0', '\u00e9', '\uDCFF')
                .ofMinLength(1)
                .ofMaxLength(7)
                .list()
                .ofMaxSize(12);
    }

    private static Set<String> allKeys(List<String> names) {
        Set<String> all = new TreeSet<>(EntryName::compare);
        for (String name : names) {
            all.add(name);
            for (int i = name.indexOf('/'); i >= 0; i = name.indexOf('/', i + 1)) {
                all.add(name.substring(0, i + 1));
            }
        }
        return all;
    }

    @Property
    void walksFromAnyKeyOn(@ForAll("names") List<String> names, @ForAll("names") List<String> from)
            throws IOException {
        FlatCatalog catalog = catalog(names);
        Set<String> all = allKeys(names);
        assertThat(keys(catalog.walk(""))).containsExactlyElementsOf(all);
        for (String start : from) {
            assertThat(keys(catalog.walk(start)))
                    .containsExactlyElementsOf(
                            all.stream()
                                    .filter(key -> EntryName.compare(key, start) >= 0)
                                    .toList());
        }
    }

    @Property
    void listsTheFoldersOfEveryFolder(@ForAll("names") List<String> names) throws IOException {
        FlatCatalog catalog = catalog(names);
        Set<String> all = allKeys(names);
        for (String folder : all) {
            if (folder.endsWith("/")) {
                Set<String> expected =
                        all.stream()
                                .filter(key -> key.startsWith(folder) && !key.equals(folder))
                                .map(key -> cut(key, folder))
                                .collect(toCollection(() -> new TreeSet<>(EntryName::compare)));
                assertThat(children(catalog, folder)).containsExactlyElementsOf(expected);
            }
        }
    }

    private static String cut(String key, String folder) {
        int slash = key.indexOf('/', folder.length());
        return slash < 0 ? key : key.substring(0, slash + 1);
    }
}
