package dev.s3logkit.objectlambda.bucket;

import java.io.Serial;
import java.util.LinkedHashMap;
import java.util.Map;

/// An answer of S3 that is not a success, `304 Not Modified` included.
public final class S3Error extends Exception {

    @Serial private static final long serialVersionUID = 1L;

    private static final int NOT_MODIFIED = 304;

    private final int status;
    private final String code;
    private final transient Map<String, String> headers;
    private final transient Map<String, String> details;

    /// @param code of S3, such as `NoSuchKey`
    /// @param message for people
    /// @param details further elements of the XML, by their names
    /// @param headers by lower-case names, such as `etag` of 304
    public S3Error(
            int status,
            String code,
            String message,
            Map<String, String> details,
            Map<String, String> headers) {
        super(message);
        this.status = status;
        this.code = code;
        this.details = details;
        this.headers = headers;
    }

    /// An error without more than its code and message.
    public S3Error(int status, String code, String message) {
        this(status, code, message, Map.of(), Map.of());
    }

    /// The status of HTTP.
    public int status() {
        return status;
    }

    /// The code of S3, such as `NoSuchKey`.
    public String code() {
        return code;
    }

    /// Headers that belong to this answer.
    public Map<String, String> headers() {
        return headers;
    }

    /// Adds what was the cause, for logs.
    S3Error causedBy(Throwable cause) {
        initCause(cause);
        return this;
    }

    /// The document that S3 sends.
    ///
    /// @param resource path of what was asked for: `/bucket/key`
    public String xml(String resource, String requestId) {
        XmlText xml = XmlText.document().open("Error");
        xml.element("Code", code).element("Message", String.valueOf(getMessage()));
        details.forEach(xml::element);
        xml.element("Resource", resource).element("RequestId", requestId);
        return xml.close("Error").toString();
    }

    /// The whole answer.
    ///
    /// @param head whether HEAD was asked, so that no document follows
    public S3Answer answer(String resource, String requestId, boolean head) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        if (status == NOT_MODIFIED) {
            return new S3Answer(status, all, new Body.Empty());
        }
        all.put("content-type", "application/xml");
        if (head) {
            return new S3Answer(status, all, new Body.Empty());
        }
        Body xml = Body.Document.of(xml(resource, requestId));
        all.put("content-length", Long.toString(xml.length()));
        return new S3Answer(status, all, xml);
    }

    static S3Error invalidUri() {
        return new S3Error(400, "InvalidURI", "Couldn't parse the specified URI.");
    }

    static S3Error invalidArgument(String message, String name, String value) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("ArgumentName", name);
        details.put("ArgumentValue", value);
        return new S3Error(400, "InvalidArgument", message, details, Map.of());
    }

    static S3Error noSuchKey(String key) {
        return new S3Error(
                404,
                "NoSuchKey",
                "The specified key does not exist.",
                Map.of("Key", key),
                Map.of());
    }
}
