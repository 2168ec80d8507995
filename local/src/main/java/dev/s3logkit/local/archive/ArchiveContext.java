package dev.s3logkit.local.archive;

import dev.s3logkit.local.logs.Streams;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// What the commands share with the command line around them.
///
/// @param environment the process's variables with the global options put in
/// @param json whether `--json` was given; asked when the command runs
/// @param verbose whether `-v` was given; asked when the command runs
public record ArchiveContext(
        Streams streams,
        Supplier<Map<String, String>> environment,
        BooleanSupplier json,
        BooleanSupplier verbose) {}
