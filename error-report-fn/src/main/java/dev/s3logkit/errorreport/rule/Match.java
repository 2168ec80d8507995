package dev.s3logkit.errorreport.rule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a record must hold. With texts and an expression, both must match.
///
/// A text or an expression is looked for in the record as it was logged, and in the record with its
/// JSON escapes resolved once and twice: what the application said is found however the record was
/// wrapped.
///
/// @param texts that must all occur; empty only when there is an expression
/// @param ignoreCase whether ASCII letters of texts match in either case
/// @param regex in RE2 syntax, or null
public record Match(List<String> texts, boolean ignoreCase, @Nullable String regex) {

    public Match {
        texts = List.copyOf(texts);
    }
}
