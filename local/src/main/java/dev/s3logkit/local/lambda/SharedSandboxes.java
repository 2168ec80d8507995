package dev.s3logkit.local.lambda;

import dev.s3logkit.local.template.FunctionSpec;
import java.io.IOException;
import java.net.URLClassLoader;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// Sandboxes in this process: a thread for each handler, and the classes of the zip shared by all
/// of them, where Lambda would give each a process of its own.
final class SharedSandboxes implements Sandboxes {

    private final FunctionSpec spec;
    private final Map<String, String> environment;
    private final FunctionCode code;
    private @Nullable URLClassLoader classes;

    SharedSandboxes(FunctionSpec spec, Map<String, String> environment, FunctionCode code) {
        this.spec = spec;
        this.environment = Map.copyOf(environment);
        this.code = code;
    }

    @Override
    public Sandbox make() throws FunctionException, InterruptedException {
        ClassLoader loader = classes();
        ExecutorService thread =
                Executors.newSingleThreadExecutor(
                        task -> {
                            Thread t = new Thread(task, "lambda-" + spec.logicalId());
                            t.setDaemon(true);
                            t.setContextClassLoader(loader);
                            return t;
                        });
        try {
            HandlerMethod handler =
                    thread.submit(() -> HandlerMethod.load(spec.handler(), loader, environment))
                            .get();
            return new ThreadSandbox(handler, thread);
        } catch (ExecutionException e) {
            thread.shutdownNow();
            throw e.getCause() instanceof FunctionException known
                    ? known
                    : new FunctionException(String.valueOf(e.getCause()), e.getCause());
        } catch (InterruptedException e) {
            thread.shutdownNow();
            throw e;
        }
    }

    private synchronized ClassLoader classes() {
        URLClassLoader loader = classes;
        if (loader == null) {
            loader = code.newClassLoader();
            classes = loader;
        }
        return loader;
    }

    @Override
    public synchronized void renew() {
        classes = null;
    }

    @Override
    public synchronized void close() throws IOException {
        URLClassLoader loader = classes;
        classes = null;
        if (loader != null) {
            loader.close();
        }
    }

    private record ThreadSandbox(HandlerMethod handler, ExecutorService thread) implements Sandbox {

        @Override
        public Future<byte[]> start(byte[] event, InvocationContext context) {
            return thread.submit(() -> handler.handle(event, context));
        }

        @Override
        public boolean isUsable() {
            return true;
        }

        @Override
        public void stop() {
            thread.shutdownNow();
        }
    }
}
