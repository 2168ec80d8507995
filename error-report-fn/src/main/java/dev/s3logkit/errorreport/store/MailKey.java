package dev.s3logkit.errorreport.store;

import java.time.Instant;

/// The mail of a report for one window to one group of recipients.
///
/// @param windowStart the first instant of the window
/// @param windowEnd the first instant after it
/// @param recipientGroup the name of the group
public record MailKey(
        String reportId, Instant windowStart, Instant windowEnd, String recipientGroup) {}
