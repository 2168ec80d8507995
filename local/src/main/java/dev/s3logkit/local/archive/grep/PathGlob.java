package dev.s3logkit.local.archive.grep;

import com.google.re2j.Pattern;

/// A pattern for paths: `*` stands for any characters but a slash, `**` for any characters, `**/`
/// also for no folder at all, `?` for one character that is no slash. A path without them, or one
/// that ends in a slash, is also everything below it. Takes time proportional to the length of the
/// path. Immutable.
public final class PathGlob {

    private final String glob;
    private final Pattern expression;

    private PathGlob(String glob, Pattern expression) {
        this.glob = glob;
        this.expression = expression;
    }

    /// Reads a pattern. A slash or `./` in front counts for nothing, as in all paths in archives.
    public static PathGlob of(String glob) {
        String path = glob.replaceFirst("^(\\.?/)+", "");
        StringBuilder regex = new StringBuilder();
        int i = 0;
        while (i < path.length()) {
            if (path.startsWith("**/", i)) {
                regex.append("(.*/)?");
                i += 3;
            } else if (path.startsWith("**", i)) {
                regex.append(".*");
                i += 2;
            } else if (path.charAt(i) == '*') {
                regex.append("[^/]*");
                i++;
            } else if (path.charAt(i) == '?') {
                regex.append("[^/]");
                i++;
            } else {
                int end = i + 1;
                while (end < path.length() && "*?".indexOf(path.charAt(end)) < 0) {
                    end++;
                }
                regex.append(Pattern.quote(path.substring(i, end)));
                i = end;
            }
        }
        boolean plain = path.indexOf('*') < 0 && path.indexOf('?') < 0;
        if (path.isEmpty() || path.endsWith("/")) {
            regex.append(".*");
        } else if (plain) {
            regex.append("(/.*)?");
        }
        return new PathGlob(glob, Pattern.compile(regex.toString(), Pattern.DOTALL));
    }

    /// Whether a path from the archive's root on matches as a whole.
    public boolean matches(String path) {
        return expression.matches(path);
    }

    @Override
    public String toString() {
        return glob;
    }
}
