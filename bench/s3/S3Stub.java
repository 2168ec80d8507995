import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;

/// Answers every GET with the same 3 KB object after a delay, with the headers that S3 sends for an
/// access log. Prints its port and serves until it is killed.
final class S3Stub {

    private static final int BODY_BYTES = 3072;

    private S3Stub() {}

    public static void main(String[] arguments) throws IOException {
        long delayMillis = Long.parseLong(arguments[0]);
        byte[] answer = answer();
        try (ServerSocket server = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress())) {
            System.out.println(server.getLocalPort());
            for (; ; ) {
                Socket socket = server.accept();
                Thread.startVirtualThread(() -> serve(socket, answer, delayMillis));
            }
        }
    }

    private static void serve(Socket socket, byte[] answer, long delayMillis) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            while (readRequest(in)) {
                Thread.sleep(delayMillis);
                out.write(answer);
            }
        } catch (IOException | InterruptedException e) {
            // the client is done
        }
    }

    private static boolean readRequest(InputStream in) throws IOException {
        int matched = 0;
        for (int b = in.read(); b >= 0; b = in.read()) {
            matched = b == "\r\n\r\n".charAt(matched) ? matched + 1 : b == '\r' ? 1 : 0;
            if (matched == 4) {
                return true;
            }
        }
        return false;
    }

    private static byte[] answer() {
        byte[] body = new byte[BODY_BYTES];
        Random random = new Random(1);
        for (int i = 0; i < BODY_BYTES; i++) {
            body[i] = (byte) (' ' + random.nextInt(95));
        }
        String head =
                """
                HTTP/1.1 200 OK
                x-amz-id-2: c2FtcGxlLWhvc3QtaWQtb2YtYS1sZW5ndGgtdGhhdC1TMy11c2VzLWluLWl0cy1hbnN3ZXJz
                x-amz-request-id: 4442587FB7D0A2F9
                Date: Sat, 21 Nov 2026 10:00:00 GMT
                Last-Modified: Sat, 21 Nov 2026 09:00:00 GMT
                ETag: "5eb63bbbe01eeed093cb22bb8f5acdc3"
                x-amz-checksum-crc64nvme: %s
                x-amz-checksum-type: FULL_OBJECT
                x-amz-server-side-encryption: AES256
                Accept-Ranges: bytes
                Content-Type: text/plain
                Content-Length: %d
                Server: AmazonS3

                """
                        .formatted(checksum(body), BODY_BYTES)
                        .replace("\n", "\r\n");
        byte[] answer = new byte[head.length() + BODY_BYTES];
        System.arraycopy(head.getBytes(ISO_8859_1), 0, answer, 0, head.length());
        System.arraycopy(body, 0, answer, head.length(), BODY_BYTES);
        return answer;
    }

    /// CRC-64/NVME in Base64, bit by bit.
    private static String checksum(byte[] body) {
        long crc = -1;
        for (byte b : body) {
            crc ^= b & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc >>> 1) ^ ((crc & 1) == 0 ? 0 : 0x9a6c9329ac4bc9b5L);
            }
        }
        byte[] value = java.nio.ByteBuffer.allocate(8).putLong(~crc).array();
        return java.util.Base64.getEncoder().encodeToString(value);
    }
}
