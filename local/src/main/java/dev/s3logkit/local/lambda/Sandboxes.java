package dev.s3logkit.local.lambda;

import java.io.Closeable;
import java.io.IOException;

/// Makes the sandboxes of one function.
interface Sandboxes extends Closeable {

    /// Makes one with a handler that is ready.
    ///
    /// @throws FunctionException when the handler cannot be made
    Sandbox make() throws FunctionException, InterruptedException;

    /// Lets those that are made from now on share nothing with those before, static state included.
    void renew();

    @Override
    void close() throws IOException;
}
