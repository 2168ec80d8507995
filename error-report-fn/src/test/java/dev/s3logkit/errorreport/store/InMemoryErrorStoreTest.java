package dev.s3logkit.errorreport.store;

class InMemoryErrorStoreTest extends ErrorStoreContract {

    private final InMemoryErrorStore store = new InMemoryErrorStore(clock);

    @Override
    protected ErrorStore errors() {
        return store;
    }

    @Override
    protected MailLedger mails() {
        return store;
    }
}
