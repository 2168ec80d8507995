package dev.s3logkit.errorreport;

import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.S3ObjectStore;
import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.errorreport.rule.Rules;
import dev.s3logkit.errorreport.store.DynamoErrorStore;
import dev.s3logkit.errorreport.store.DynamoMailLedger;
import dev.s3logkit.errorreport.store.DynamoTable;
import dev.s3logkit.errorreport.store.ErrorStore;
import dev.s3logkit.errorreport.store.MailLedger;
import java.io.IOException;
import java.time.Clock;
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

    /// @throws dev.s3logkit.common.config.ConfigException when a variable is wrong
    static ReportParts create(Map<String, String> environment) {
        ReportConfig config = ReportConfig.of(environment);
        ObjectStore objects = S3ObjectStore.create(environment);
        DynamoTable table = DynamoTable.open(environment, config.table());
        Clock clock = Clock.systemUTC();
        return new ReportParts(
                config,
                () -> rules(config, objects),
                new DynamoErrorStore(table, clock),
                new DynamoMailLedger(table, clock),
                objects);
    }

    private static Rules rules(ReportConfig config, ObjectStore objects) throws IOException {
        S3Uri uri = config.rules();
        if (uri == null) {
            return Rules.bundled();
        }
        try (var in = objects.open(uri)) {
            return Rules.parse(in.readNBytes(ReportConfig.MAX_RULES + 1), uri.toString());
        }
    }
}
