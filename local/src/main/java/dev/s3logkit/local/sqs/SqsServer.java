package dev.s3logkit.local.sqs;

import java.io.IOException;
import java.net.URI;
import org.elasticmq.NodeAddress;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.elasticmq.rest.sqs.TheSQSRestServerBuilder;

/// The embedded SQS over HTTP on the loopback address. Messages are held in memory.
public final class SqsServer implements AutoCloseable {

    private final SQSRestServer server;
    private final int port;

    private SqsServer(SQSRestServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /// Starts to serve, without a queue.
    ///
    /// @param port 0 for any that is free
    /// @throws IOException when the port is taken
    public static SqsServer start(int port, String region, String accountId) throws IOException {
        TheSQSRestServerBuilder builder =
                SQSRestServerBuilder.withInterface("127.0.0.1")
                        .withAWSAccountId(accountId)
                        .withAWSRegion(region);
        builder =
                port == 0
                        ? builder.withDynamicPort()
                        : builder.withPort(port)
                                .withServerAddress(new NodeAddress("http", "127.0.0.1", port, ""));
        SQSRestServer server = builder.start();
        try {
            return new SqsServer(server, server.waitUntilStarted().localAddress().getPort());
        } catch (RuntimeException e) {
            server.stopAndWait();
            throw new IOException("SQS cannot start on port " + port + ": " + e.getMessage(), e);
        }
    }

    /// Where clients find it.
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /// Stops to serve; the messages are gone.
    @Override
    public void close() {
        Object _ = server.stopAndWait();
    }
}
