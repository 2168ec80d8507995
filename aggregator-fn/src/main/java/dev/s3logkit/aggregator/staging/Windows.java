package dev.s3logkit.aggregator.staging;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;

/// Cuts event time into windows that are aligned in a time zone: a window of 86,400 seconds starts
/// at local midnight.
///
/// Windows are cut in local time, so that all events of one local window share its start even
/// across a change of daylight saving time; the hour that occurs twice in autumn shares its
/// windows.
///
/// @param seconds length of a window
public record Windows(ZoneRules zone, int seconds) {

    /// First second of the window that holds the second.
    public long start(long epochSecond) {
        if (zone.isFixedOffset()) {
            long offset = zone.getOffset(Instant.EPOCH).getTotalSeconds();
            return Math.floorDiv(epochSecond + offset, (long) seconds) * seconds - offset;
        }
        long offset = zone.getOffset(Instant.ofEpochSecond(epochSecond)).getTotalSeconds();
        long local = Math.floorDiv(epochSecond + offset, (long) seconds) * seconds;
        LocalDateTime start = LocalDateTime.ofEpochSecond(local, 0, ZoneOffset.UTC);
        return start.toEpochSecond(zone.getOffset(start));
    }
}
