package dev.s3logkit.local.dynamodb;

import com.amazonaws.services.dynamodbv2.local.main.ServerRunner;
import com.amazonaws.services.dynamodbv2.local.server.DynamoDBProxyServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The embedded DynamoDB over HTTP on the loopback address. It deletes what has expired some time
/// later, as DynamoDB does.
public final class DynamoServer implements AutoCloseable {

    private final DynamoDBProxyServer server;
    private final int port;

    private DynamoServer(DynamoDBProxyServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /// Starts to serve.
    ///
    /// @param port 0 for any that is free
    /// @param folder that keeps the tables, or null to keep them in memory
    /// @throws IOException when the port is taken
    public static DynamoServer start(int port, @Nullable Path folder) throws IOException {
        int free = port == 0 ? freePort() : port;
        List<String> arguments =
                new ArrayList<>(
                        List.of("-port", Integer.toString(free), "-sharedDb", "-disableTelemetry"));
        if (folder == null) {
            arguments.add("-inMemory");
        } else {
            arguments.add("-dbPath");
            arguments.add(Files.createDirectories(folder).toString());
        }
        try {
            DynamoDBProxyServer server =
                    ServerRunner.createServerFromCommandLineArgs(arguments.toArray(String[]::new));
            server.start();
            return new DynamoServer(server, free);
        } catch (Exception e) {
            throw new IOException(
                    "DynamoDB cannot start on port " + free + ": " + e.getMessage(), e);
        }
    }

    /// The server takes no port 0 itself.
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// Where clients find it.
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /// Stops to serve; tables in memory are gone.
    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IOException("DynamoDB cannot stop: " + e.getMessage(), e);
        }
    }
}
