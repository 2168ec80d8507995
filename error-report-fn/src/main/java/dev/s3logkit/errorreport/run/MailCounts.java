package dev.s3logkit.errorreport.run;

import java.util.LinkedHashMap;
import java.util.Map;

/// What became of the mails of a run.
public final class MailCounts {

    long sent;
    long included;
    long quiet;
    long sentBefore;
    long busy;
    long refused;
    long unknown;
    long failed;

    MailCounts() {}

    /// By the names of their metrics.
    public Map<String, Long> toMap() {
        Map<String, Long> map = new LinkedHashMap<>();
        map.put("mails_sent", sent);
        map.put("mails_sent_before", sentBefore);
        map.put("mails_quiet", quiet);
        map.put("mails_busy", busy);
        map.put("mails_refused", refused);
        map.put("mails_unknown", unknown);
        map.put("reports_failed", failed);
        map.put("windows_included", included);
        return map;
    }
}
