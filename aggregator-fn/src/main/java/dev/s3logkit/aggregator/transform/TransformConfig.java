package dev.s3logkit.aggregator.transform;

import dev.s3logkit.common.config.StrftimeFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.time.zone.ZoneRules;

/// How staged lines are written out.
///
/// @param staging the staging folder
/// @param zone in which `keyFormat` names windows
/// @param keyFormat the partition part of output keys
/// @param format of output files
/// @param splitBytes uncompressed bytes per output file
/// @param deduplicate whether equal lines are written once
/// @param quiet how long a group must have been quiet before it is taken
/// @param maxWait how long the oldest fragment of a group waits at most
/// @param lease how long one run may hold a group; longer than the function's timeout
/// @param keepLedger how long a ledger is kept after its last use
/// @param sortMemory bytes of lines held before they are spilled
/// @param spillFolder where sorted runs are spilled
public record TransformConfig(
        Path staging,
        ZoneRules zone,
        StrftimeFormat keyFormat,
        OutputFormat format,
        long splitBytes,
        boolean deduplicate,
        Duration quiet,
        Duration maxWait,
        Duration lease,
        Duration keepLedger,
        int sortMemory,
        Path spillFolder) {}
