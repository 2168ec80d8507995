package dev.s3logkit.errorreport.extract;

import com.google.re2j.Pattern;
import dev.s3logkit.errorreport.rule.Match;
import dev.s3logkit.errorreport.rule.Rule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A rule made ready for looking at many records. Safe for use by any number of threads.
final class CompiledRule {

    private final Rule rule;
    private final List<byte[]> texts = new ArrayList<>();
    private final boolean fold;
    private final @Nullable Pattern regex;
    private final byte @Nullable [] anchor;

    CompiledRule(Rule rule) {
        this.rule = rule;
        Match match = rule.match();
        this.fold = match.ignoreCase();
        byte[] longest = null;
        for (String text : match.texts()) {
            texts.add(text.getBytes(StandardCharsets.UTF_8));
            byte[] literal = Literals.ofText(text, fold);
            if (literal != null && (longest == null || literal.length > longest.length)) {
                longest = literal;
            }
        }
        String expression = match.regex();
        this.regex = expression == null ? null : Pattern.compile(expression);
        if (longest == null && expression != null) {
            String literal = Literals.ofRegex(expression);
            longest = literal == null ? null : Literals.ofText(literal, false);
        }
        this.anchor = longest;
    }

    Rule rule() {
        return rule;
    }

    /// What stands in every matching record that has no `\\uXXXX`; null when nothing is known.
    byte @Nullable [] anchor() {
        return anchor;
    }

    /// Whether the anchor stands in either case. That of an expression alone does not.
    boolean foldsAnchor() {
        return fold && !texts.isEmpty();
    }

    boolean matches(RecordBytes record) {
        for (byte[] text : texts) {
            if (!record.any((b, from, to) -> Words.indexOf(b, from, to, text, fold) >= 0)) {
                return false;
            }
        }
        Pattern pattern = regex;
        return pattern == null || record.any((b, from, to) -> find(pattern, b, from, to));
    }

    /// In text and not in bytes: of bytes that are no UTF-8 the matcher of bytes takes what follows
    /// for their continuation, and would not find what starts there.
    private static boolean find(Pattern pattern, byte[] b, int from, int to) {
        return pattern.matcher(new String(b, from, to - from, StandardCharsets.UTF_8)).find();
    }
}
