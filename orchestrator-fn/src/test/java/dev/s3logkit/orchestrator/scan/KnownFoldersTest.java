package dev.s3logkit.orchestrator.scan;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownFoldersTest {

    private static final String FOLDER = "AWSLogs/123456789012/CloudTrail/eu-west-1/2024/12/25/";

    private final KnownFolders folders = new KnownFolders();

    private int find(String key) {
        byte[] bytes = ("\"" + key + "\",and what follows").getBytes(ISO_8859_1);
        return folders.find(bytes, 1, 1 + key.length());
    }

    private void learn(String key, int group) {
        assertThat(find(key)).isEqualTo(-1);
        folders.learn(group);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "b",
                "1234567",
                "12345678",
                "123456789_CloudTrail_eu-west-1_20241225T0000Z_0123456789abcdef.json.gz",
                "AWS%3A%3AS3%3A%3ABucket+1.gz",
                "~-.'()!,*",
                "a%25"
            })
    void knowsWhatLiesInAFolderOnceItIsLearnt(String name) {
        learn(FOLDER + "first", 7);
        assertThat(find(FOLDER + name)).isEqualTo(7);
        assertThat(find("x" + FOLDER + name)).isEqualTo(-1);
        assertThat(find(FOLDER.replace("25/", "26/") + name)).isEqualTo(-1);
        assertThat(find(FOLDER + "deeper/" + name)).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "a%0Ab", "a%0a", "a%00", "a%0Db", "a\nb", "a\"\"b", "a%2Fb", "a%2fb", "a%",
                "a%4", "a%zz", "%C3%A9", "\u00e9", "a%7F", "%22", "a%22%0A"
            })
    void leavesNamesThatNeedALookToTheDecoder(String name) {
        learn(FOLDER + "first", 7);
        assertThat(find(FOLDER + name)).isEqualTo(-1);
        // And learns nothing from them.
        folders.learn(8);
        assertThat(find(FOLDER + "second")).isEqualTo(7);
    }

    @Test
    void knowsEncodedFoldersAsTheyAreWritten() {
        String hive = "AWSLogs/aws-account-id%3D123456789012/aws-region%3Deu-west-1/day%3D25/";
        learn(hive + "a", 3);
        assertThat(find(hive + "b")).isEqualTo(3);
        assertThat(find(hive.replace("%3D", "=") + "b")).isEqualTo(-1);
    }

    @Test
    void leavesKeysWithoutFoldersAndLongOnes() {
        for (String key :
                new String[] {
                    "",
                    "a",
                    "name-of-an-object",
                    "a/b",
                    "1234567890/" + "x".repeat(1_020),
                    "x".repeat(256) + "/a"
                }) {
            assertThat(find(key)).isEqualTo(-1);
            folders.learn(1);
            assertThat(find(key)).isEqualTo(-1);
        }
    }

    @Test
    void tellsManyFoldersApart() {
        for (int i = 0; i < 100_000; i++) {
            find("AWSLogs/%012d/x/eu-west-1/a".formatted(i * 7_919L));
            folders.learn(i);
        }
        int known = 0;
        for (int i = 0; i < 100_000; i++) {
            int found = find("AWSLogs/%012d/x/eu-west-1/b".formatted(i * 7_919L));
            assertThat(found).isIn(-1, i);
            known += found < 0 ? 0 : 1;
        }
        assertThat(known).isBetween(30_000, 32_768);
    }
}
