package dev.s3logkit.local.lambda;

import dev.s3logkit.local.template.FunctionSpec;
import java.io.IOException;
import java.net.URLClassLoader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A function that can be invoked. As many handlers are made as there are invocations at once, and
/// used again; they share their classes, where Lambda would give each a process of its own.
public final class LambdaFunction implements AutoCloseable {

    private final FunctionSpec spec;
    private final Map<String, String> environment;
    private final FunctionCode code;
    private final FunctionLog log;
    private final Deque<Sandbox> idle = new ArrayDeque<>();
    private @Nullable URLClassLoader classes;

    /// A handler and the thread that it runs on.
    private record Sandbox(HandlerMethod handler, ClassLoader classes, ExecutorService thread) {}

    LambdaFunction(
            FunctionSpec spec,
            Map<String, String> environment,
            FunctionCode code,
            FunctionLog log) {
        this.spec = spec;
        this.environment = Map.copyOf(environment);
        this.code = code;
        this.log = log;
    }

    public FunctionSpec spec() {
        return spec;
    }

    /// Calls the handler and waits for it.
    ///
    /// @param event JSON
    /// @return JSON
    /// @throws FunctionException when the handler throws or takes longer than the function's
    ///   timeout; it is interrupted then, and a new handler is made next time
    public byte[] invoke(byte[] event) throws FunctionException, InterruptedException {
        Sandbox sandbox = borrow();
        String requestId = UUID.randomUUID().toString();
        long deadline = System.nanoTime() + spec.timeout().toNanos();
        InvocationContext context = new InvocationContext(spec, requestId, deadline, log);
        Future<byte[]> result = sandbox.thread.submit(() -> sandbox.handler.handle(event, context));
        try {
            byte[] json = result.get(spec.timeout().toNanos(), TimeUnit.NANOSECONDS);
            giveBack(sandbox);
            return json;
        } catch (ExecutionException e) {
            giveBack(sandbox);
            throw failed(requestId, String.valueOf(e.getCause()), e.getCause());
        } catch (TimeoutException e) {
            discard(sandbox);
            throw failed(
                    requestId,
                    "Task timed out after %d.00 seconds".formatted(spec.timeout().toSeconds()),
                    null);
        } catch (InterruptedException e) {
            discard(sandbox);
            throw e;
        }
    }

    private FunctionException failed(String requestId, String message, @Nullable Throwable cause) {
        StringBuilder text = new StringBuilder(requestId).append(' ').append(message);
        for (Throwable t = cause; t != null; t = t.getCause()) {
            for (StackTraceElement frame : t.getStackTrace()) {
                text.append("\n\tat ").append(frame);
            }
            if (t.getCause() != null) {
                text.append("\ncaused by ").append(t.getCause());
            }
        }
        log.line(spec.logicalId(), text.toString());
        return new FunctionException(spec.logicalId() + ": " + message, cause);
    }

    private Sandbox borrow() throws FunctionException {
        ClassLoader loader;
        synchronized (this) {
            Sandbox sandbox = idle.poll();
            if (sandbox != null) {
                return sandbox;
            }
            if (classes == null) {
                classes = code.newClassLoader();
            }
            loader = classes;
        }
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
            return new Sandbox(handler, loader, thread);
        } catch (ExecutionException e) {
            thread.shutdownNow();
            throw failed("init", initProblem(e.getCause()), e.getCause());
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
            throw failed("init", "interrupted", e);
        }
    }

    private static String initProblem(@Nullable Throwable cause) {
        return cause instanceof FunctionException known
                ? String.valueOf(known.getMessage())
                : String.valueOf(cause);
    }

    private synchronized void giveBack(Sandbox sandbox) {
        if (sandbox.classes.equals(classes)) {
            idle.push(sandbox);
        } else {
            sandbox.thread.shutdownNow();
        }
    }

    /// Lambda ends the process of a function that took too long, static state included.
    private synchronized void discard(Sandbox sandbox) {
        sandbox.thread.shutdownNow();
        classes = null;
        idle.forEach(other -> other.thread.shutdownNow());
        idle.clear();
    }

    /// Ends the handlers that are idle; those at work are interrupted by whoever waits for them.
    @Override
    public synchronized void close() throws IOException {
        idle.forEach(sandbox -> sandbox.thread.shutdownNow());
        idle.clear();
        if (classes != null) {
            classes.close();
            classes = null;
        }
    }
}
