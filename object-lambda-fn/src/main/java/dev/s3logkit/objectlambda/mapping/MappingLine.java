package dev.s3logkit.objectlambda.mapping;

/// A line that declares a mapping.
///
/// @param where names the line in messages: a variable, or a file and a number
/// @param text `virtual/prefix|s3://bucket/prefix/object`
public record MappingLine(String where, String text) {}
