package dev.s3logkit.local.errorreport;

import dev.s3logkit.errorreport.store.DynamoErrorStore;
import dev.s3logkit.errorreport.store.DynamoMailLedger;
import dev.s3logkit.errorreport.store.DynamoTable;
import dev.s3logkit.errorreport.store.ErrorStore;
import dev.s3logkit.errorreport.store.ErrorStoreContract;
import dev.s3logkit.errorreport.store.MailLedger;

/// What every store over a table of DynamoDB does, whoever wrote the DynamoDB.
abstract class DynamoStoreContract extends ErrorStoreContract {

    /// The table, which the class opens and closes.
    abstract DynamoTable table();

    @Override
    protected ErrorStore errors() {
        return new DynamoErrorStore(table(), clock);
    }

    @Override
    protected MailLedger mails() {
        return new DynamoMailLedger(table(), clock);
    }
}
