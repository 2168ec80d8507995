package dev.s3logkit.errorreport;

import dev.s3logkit.common.s3.ObjectStore;
import dev.s3logkit.common.s3.S3ObjectStore;
import dev.s3logkit.errorreport.store.DynamoErrorStore;
import dev.s3logkit.errorreport.store.DynamoMailLedger;
import dev.s3logkit.errorreport.store.DynamoTable;
import dev.s3logkit.errorreport.store.ErrorStore;
import dev.s3logkit.errorreport.store.MailLedger;
import java.time.Clock;
import java.util.Map;

/// What the handlers of the state machine have in common.
record ReportParts(
        ReportConfig config,
        RulesSource rules,
        ErrorStore store,
        MailLedger ledger,
        ObjectStore objects) {

    /// @throws dev.s3logkit.common.config.ConfigException when a variable is wrong
    static ReportParts create(Map<String, String> environment) {
        ErrorReportConfig common = ErrorReportConfig.of(environment);
        ObjectStore objects = S3ObjectStore.create(environment);
        DynamoTable table = DynamoTable.open(environment, common.requiredTable());
        Clock clock = Clock.systemUTC();
        return new ReportParts(
                ReportConfig.of(environment),
                new RulesSource(objects, common.rules(), clock),
                new DynamoErrorStore(table, clock),
                new DynamoMailLedger(table, clock),
                objects);
    }
}
