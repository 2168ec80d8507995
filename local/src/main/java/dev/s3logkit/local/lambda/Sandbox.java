package dev.s3logkit.local.lambda;

import java.util.concurrent.Future;

/// What runs a handler, one event at a time: an execution environment, as Lambda calls it.
interface Sandbox {

    /// Hands an event to the handler. Called again only when the one before has been answered.
    ///
    /// @param event JSON
    /// @return the answer, JSON; fails with what the handler failed with
    Future<byte[]> start(byte[] event, InvocationContext context);

    /// Whether it can take another event.
    boolean isUsable();

    /// Ends it, whatever it is doing.
    void stop();
}
