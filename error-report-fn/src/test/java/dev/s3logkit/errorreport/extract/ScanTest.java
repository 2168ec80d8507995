package dev.s3logkit.errorreport.extract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import com.google.re2j.Pattern;
import dev.s3logkit.errorreport.extract.NeedleScanner.Needle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What finds the records that are looked at.
class ScanTest {

    @Property(tries = 500)
    void findsEveryNeedleAsLookingForEachDoes(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] text = new byte[random.nextInt(400)];
        for (int i = 0; i < text.length; i++) {
            text[i] = (byte) "abAB\\\"\n".charAt(random.nextInt(7));
        }
        List<Needle> needles = new ArrayList<>();
        int count = 1 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            byte[] bytes = new byte[2 + random.nextInt(5)];
            for (int k = 0; k < bytes.length; k++) {
                bytes[k] = (byte) "abAB".charAt(random.nextInt(4));
            }
            needles.add(new Needle(i, bytes, random.nextBoolean()));
        }
        int from = text.length == 0 ? 0 : random.nextInt(text.length);

        TreeSet<String> found = new TreeSet<>();
        new NeedleScanner(needles)
                .scan(
                        text,
                        from,
                        text.length,
                        (position, id) -> {
                            found.add(position + "/" + id);
                            return 0;
                        });

        TreeSet<String> expected = new TreeSet<>();
        String plain = new String(text, ISO_8859_1);
        for (Needle needle : needles) {
            String wanted = new String(needle.bytes(), ISO_8859_1);
            String where = needle.fold() ? plain.toLowerCase(Locale.ROOT) : plain;
            String what = needle.fold() ? wanted.toLowerCase(Locale.ROOT) : wanted;
            for (int i = where.indexOf(what, from); i >= 0; i = where.indexOf(what, i + 1)) {
                expected.add(i + "/" + needle.id());
            }
        }
        assertThat(found).isEqualTo(expected);
    }

    @Property(tries = 300)
    void countsAndFindsBytesAsALoopDoes(@ForAll byte[] bytes, @ForAll byte wanted) {
        int first = bytes.length;
        long count = 0;
        for (int i = bytes.length - 1; i >= 0; i--) {
            if (bytes[i] == wanted) {
                first = i;
                count++;
            }
        }

        assertThat(Words.indexOf(bytes, 0, bytes.length, wanted)).isEqualTo(first);
        assertThat(Words.count(bytes, 0, bytes.length, wanted)).isEqualTo(count);
    }

    @Property(tries = 500)
    void resolvesWhatAJsonEncoderWrote(@ForAll @StringLength(max = 60) String text)
            throws IOException {
        String clean = text.replaceAll("[\\ud800-\\udfff]", "");
        String json = JSON.std.asString(clean);
        byte[] inside = json.substring(1, json.length() - 1).getBytes(UTF_8);
        StringBuilder escaped = new StringBuilder();
        clean.chars().forEach(c -> escaped.append("\\u%04x".formatted(c)));
        byte[] hidden = escaped.toString().getBytes(UTF_8);

        assertThat(new String(Escapes.resolve(inside, 0, inside.length), UTF_8)).isEqualTo(clean);
        assertThat(new String(Escapes.resolve(hidden, 0, hidden.length), UTF_8)).isEqualTo(clean);
    }

    @ParameterizedTest
    @CsvSource({
        "'\\', '\\'",
        "'\\q', '\\q'",
        "'\\u12', '\\u12'",
        "'\\uzzzz', '\\uzzzz'",
        "'a\\', 'a\\'",
        "'\\\\n', '\\n'",
        "'\\ud83d\\ude00', 😀"
    })
    void leavesWhatIsNoEscape(String text, String resolved) {
        byte[] bytes = text.getBytes(UTF_8);

        assertThat(new String(Escapes.resolve(bytes, 0, bytes.length), UTF_8)).isEqualTo(resolved);
    }

    @Property(tries = 200)
    void whatATextIsFoundByStandsInItsJson(
            @ForAll @StringLength(min = 3, max = 30) String text, @ForAll @AlphaChars String tail)
            throws IOException {
        String clean = (text + tail).replaceAll("[\\ud800-\\udfff]", "");
        byte[] literal = Literals.ofText(clean, false);
        byte[] json = JSON.std.asString(clean).replace("/", "\\/").getBytes(UTF_8);

        if (literal != null
                && Words.indexOf(json, 0, json.length, "\\u".getBytes(UTF_8), false) < 0) {
            assertThat(Words.indexOf(json, 0, json.length, literal, false)).isNotNegative();
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    java\\.lang\\.NullPointerException | java.lang.NullPointerException
                    abc.*defgh                         | defgh
                    abcd?efg                           | abc
                    abcd+efg                           | abcd
                    abc{2,3}xy                         | ab
                    [abcdef]xyz                        | xyz
                    []abc]xyz                          | xyz
                    [[:digit:]]xyz                     | xyz
                    [^[:digit:]]xyz                    | xyz
                    (optional)?always                  | always
                    (group)tail                        | tail
                    (?i)abc                            |
                    \\d+                               |
                    .*                                 |
                    \\bword\\b                         | word
                    a\\x41longtail                     | a
                    """)
    void findsWhatEveryMatchOfAnExpressionHolds(String regex, String literal) {
        assertThat(Literals.ofRegex(regex)).isEqualTo(literal);
    }

    @Test
    void nothingIsHeldByEveryMatchOfAlternatives() {
        assertThat(Literals.ofRegex("abc|abd")).isNull();
        assertThat(Literals.ofRegex("(abc|abd)e")).isNull();
    }

    @Test
    void everyExpressionIsFoundByItsLiteral() {
        Random random = new Random(4);
        String[] pieces = {
            "ab", "c?", "d+", "e*", "[fg]", "(hi)", "(j)?", "k{1,2}", "\\.", ".", "l"
        };
        for (int i = 0; i < 3_000; i++) {
            StringBuilder regex = new StringBuilder();
            for (int k = 0; k < 1 + random.nextInt(6); k++) {
                regex.append(pieces[random.nextInt(pieces.length)]);
            }
            StringBuilder text = new StringBuilder();
            for (int k = 0; k < 12; k++) {
                text.append("abcdefghijkl.".charAt(random.nextInt(13)));
            }
            String literal = Literals.ofRegex(regex.toString());
            if (literal != null && Pattern.compile(regex.toString()).matcher(text).find()) {
                assertThat(text.toString()).as("%s", regex).contains(literal);
            }
        }
    }
}
