package dev.s3logkit.common.s3.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/// A server that answers each request with the next script, byte for byte as the script writes it,
/// and keeps the connection unless the script closes it.
final class WireServer implements AutoCloseable {

    /// Writes an answer to the connection.
    @FunctionalInterface
    interface Script {
        void answer(Socket socket) throws IOException;
    }

    private final ServerSocket server;
    private final Queue<Script> scripts = new ConcurrentLinkedQueue<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();

    WireServer() throws IOException {
        this(ServerSocketFactory.getDefault());
    }

    WireServer(ServerSocketFactory factory) throws IOException {
        server = factory.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    Endpoint endpoint() {
        return new Endpoint(false, "127.0.0.1", port());
    }

    int connections() {
        return connections.get();
    }

    int requests() {
        return requests.get();
    }

    WireServer then(Script script) {
        scripts.add(script);
        return this;
    }

    /// Sends the text; the connection stays open.
    WireServer then(String answer) {
        return then(socket -> socket.getOutputStream().write(answer.getBytes(ISO_8859_1)));
    }

    /// Sends the text and closes the connection.
    WireServer thenClose(String answer) {
        return then(
                socket -> {
                    socket.getOutputStream().write(answer.getBytes(ISO_8859_1));
                    socket.close();
                });
    }

    private void accept() {
        try {
            for (; ; ) {
                Socket socket = server.accept();
                connections.incrementAndGet();
                Thread.startVirtualThread(() -> serve(socket));
            }
        } catch (SocketException e) {
            // the server was closed
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
            while (readRequest(in)) {
                requests.incrementAndGet();
                Script script = scripts.poll();
                if (script == null) {
                    return;
                }
                script.answer(socket);
                OutputStream out = socket.getOutputStream();
                out.flush();
            }
        } catch (IOException e) {
            // the client, or the script, has closed the connection
        }
    }

    private static boolean readRequest(BufferedReader in) throws IOException {
        boolean any = false;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.isEmpty()) {
                return true;
            }
            any = true;
        }
        return any;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
