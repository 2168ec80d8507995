package dev.s3logkit.errorreport;

import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.errorreport.rule.Rules;
import dev.s3logkit.errorreport.store.ErrorStore;
import dev.s3logkit.errorreport.store.MailLedger;
import java.io.IOException;
import java.util.Map;

/// What the handlers of the state machine have in common.
record ReportParts(
        ReportConfig config,
        RulesLoader rules,
        ErrorStore store,
        MailLedger ledger,
        ObjectStore objects) {

    /// Reads the rules as they are now.
    @FunctionalInterface
    interface RulesLoader {
        Rules load() throws IOException;
    }

    @SuppressWarnings("DoNotCallSuggester")
    static ReportParts create(Map<String, String> environment) {
        throw new UnsupportedOperationException(environment.toString());
    }
}
