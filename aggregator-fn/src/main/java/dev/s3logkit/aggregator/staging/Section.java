package dev.s3logkit.aggregator.staging;

/// What one source object added to one fragment, complete and checked.
///
/// @param number names the section in the fragment's runs
/// @param lines count of its lines
/// @param bytes their length, line breaks included
/// @param crc CRC-32C over them in their order
public record Section(int number, SourceId source, long lines, long bytes, int crc) {}
