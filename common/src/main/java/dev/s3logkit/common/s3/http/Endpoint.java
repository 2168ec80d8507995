package dev.s3logkit.common.s3.http;

import java.net.URI;

/// Where requests are sent.
///
/// @param tls whether the connection is encrypted and the host's certificate checked
/// @param host name or address, an IPv6 address without brackets
public record Endpoint(boolean tls, String host, int port) {

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    /// The host over TLS on its usual port.
    public static Endpoint https(String host) {
        return new Endpoint(true, host, HTTPS_PORT);
    }

    /// The endpoint of an `http` or `https` URL.
    public static Endpoint of(URI url) {
        boolean tls = "https".equalsIgnoreCase(url.getScheme());
        int port = url.getPort() >= 0 ? url.getPort() : tls ? HTTPS_PORT : HTTP_PORT;
        return new Endpoint(tls, url.getHost().replace("[", "").replace("]", ""), port);
    }

    /// Value of the `Host` header (RFC 9110, section 7.2).
    public String authority() {
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return port == (tls ? HTTPS_PORT : HTTP_PORT) ? name : name + ":" + port;
    }
}
