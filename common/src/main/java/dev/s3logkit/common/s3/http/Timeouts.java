package dev.s3logkit.common.s3.http;

import java.time.Duration;

/// How long to wait for a server.
///
/// @param connect for a connection, encryption included in each of its own steps
/// @param read between two pieces of an answer
/// @param head for all of the status line and headers, from the request on
/// @param idle after which a connection that was kept is not used again
/// @param permit for one of the connections to come free
public record Timeouts(
        Duration connect, Duration read, Duration head, Duration idle, Duration permit) {

    /// S3 sends something within seconds or not at all, and keeps a quiet connection for about
    /// twenty.
    public static final Timeouts DEFAULT =
            new Timeouts(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(15),
                    Duration.ofMinutes(1));
}
