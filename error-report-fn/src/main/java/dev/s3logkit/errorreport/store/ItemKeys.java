package dev.s3logkit.errorreport.store;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// The keys of the table. An error's own key holds nothing that changes when its object is read
/// again; the index orders errors by when they were first stored. Both spread what belongs together
/// over shards, since one partition of DynamoDB takes a thousand writes a second.
///
/// | what | partition | sort |
/// |---|---|---|
/// | error | `E#report#application#day#shard` | id |
/// | the same in the index | `S#report#hour of storing#shard` | time of storing `#` id |
/// | mail | `M#report#group` | window |
/// | the same in the index, while its fate is open | `U#report#group` | window |
/// | end of the last window | `W#report` | `-` |
/// | document | `A#name` | `-` |
final class ItemKeys {

    /// Eight times what one partition takes, and few enough to ask them all.
    static final int SHARDS = 8;

    /// Stands where there is nothing to sort by.
    static final String ONLY = "-";

    private static final DateTimeFormatter HOUR =
            DateTimeFormatter.ofPattern("uuuuMMddHH").withZone(ZoneOffset.UTC);

    /// Of fixed width, so that text sorts by time.
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private ItemKeys() {}

    static int shard(String id) {
        return Math.floorMod(id.hashCode(), SHARDS);
    }

    static String partition(String reportId, String application, String day, int shard) {
        return "E#" + reportId + "#" + application + "#" + day + "#" + shard;
    }

    static String storedPartition(String reportId, Instant time, int shard) {
        return "S#" + reportId + "#" + HOUR.format(time) + "#" + shard;
    }

    /// Every partition of the index that holds errors first stored in `[from, to)`.
    static List<String> storedPartitions(String reportId, Instant from, Instant to) {
        List<String> partitions = new ArrayList<>();
        Instant hour = from.truncatedTo(ChronoUnit.HOURS);
        for (; hour.isBefore(to); hour = hour.plus(1, ChronoUnit.HOURS)) {
            for (int shard = 0; shard < SHARDS; shard++) {
                partitions.add(storedPartition(reportId, hour, shard));
            }
        }
        return partitions;
    }

    static String time(Instant time) {
        return TIME.format(time);
    }

    /// What every sort key of a time from this one on is not below. Times are kept to the
    /// millisecond, so one that lies between two is that of the second.
    static String bound(Instant time) {
        Instant millis = time.truncatedTo(ChronoUnit.MILLIS);
        return time(millis.equals(time) ? time : millis.plusMillis(1));
    }

    static String mails(String reportId, String recipientGroup) {
        return "M#" + reportId + "#" + recipientGroup;
    }

    static String openMails(String reportId, String recipientGroup) {
        return "U#" + reportId + "#" + recipientGroup;
    }

    static String window(MailKey mail) {
        return mail.windowStart() + "#" + mail.windowEnd();
    }

    static MailKey mail(String reportId, String recipientGroup, String window) {
        String[] ends = window.split("#", 2);
        return new MailKey(
                reportId, Instant.parse(ends[0]), Instant.parse(ends[1]), recipientGroup);
    }
}
