package dev.s3logkit.local.http;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// An HTTP server for programs of this machine only, with a virtual thread for each request.
public final class LoopbackServer implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private LoopbackServer(HttpServer server) {
        this.server = server;
        server.setExecutor(threads);
    }

    /// Takes any port that is free.
    public static LoopbackServer bind() throws IOException {
        return new LoopbackServer(HttpServer.create(address(0), 0));
    }

    /// Takes a port, with the system's own bound on connections that wait.
    ///
    /// @param port 0 for any that is free
    /// @param option of the command line that chooses another one
    /// @throws IOException with that advice when the port is taken
    public static LoopbackServer bind(int port, String option) throws IOException {
        return bind(port, option, 0);
    }

    /// Takes a port.
    ///
    /// @param backlog most connections that wait to be accepted
    public static LoopbackServer bind(int port, String option, int backlog) throws IOException {
        try {
            return new LoopbackServer(HttpServer.create(address(port), backlog));
        } catch (BindException e) {
            throw new IOException(
                    "port %d is taken; choose another with %s".formatted(port, option), e);
        }
    }

    private static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /// Starts to answer, every path by the same handler. Called once.
    public void serve(HttpHandler handler) {
        server.createContext("/", handler);
        server.start();
    }

    /// Where it listens; by address, so that S3 clients put the bucket into the path.
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /// Cuts off requests that are under way.
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
