package dev.s3logkit.rollup.task;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/// The names of the rollup's tarballs: `rollup-YYYY-MM-DD-` and the start of a digest.
public final class TarballName {

    /// Hex digits of the digest in a name, doubled as long as a tarball of other logs has it.
    public static final int DIGITS = 8;

    private static final Pattern NAME =
            Pattern.compile("rollup-\\d{4}-\\d{2}-\\d{2}-[0-9a-f]{8,64}\\.(?:tgz|tar\\.zst)$");

    private TarballName() {}

    /// Whether an object of this key is a tarball of the rollup.
    public static boolean isTarball(String key) {
        return NAME.matcher(key).find();
    }

    /// What names a set of logs: SHA-256 over their names in order, each with a line feed behind
    /// it, in hex.
    public static String digest(List<String> names) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
        for (String name : names) {
            digest.update((name + "\n").getBytes(UTF_8));
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
