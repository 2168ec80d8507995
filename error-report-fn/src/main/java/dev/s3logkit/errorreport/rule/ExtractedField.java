package dev.s3logkit.errorreport.rule;

import org.jspecify.annotations.Nullable;

/// A field that is taken from each matching record and shown in the report.
///
/// @param name under which it is shown
/// @param from the key of the record that holds it, dots leading into nested objects; null for the
///   message, and the whole record where there is no message
/// @param regex in RE2 syntax: the value is its first group, or all that it matches when it has no
///   group; null for the whole value
public record ExtractedField(String name, @Nullable String from, @Nullable String regex) {}
