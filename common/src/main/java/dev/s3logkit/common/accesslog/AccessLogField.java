package dev.s3logkit.common.accesslog;

/// The fields of an access-log line in the order in which AWS writes them (Amazon S3 User Guide,
/// "Amazon S3 server access log format"). New fields are only ever appended.
public enum AccessLogField {
    BUCKET_OWNER("bucket_owner", "BucketOwner", Kind.TEXT),
    BUCKET("bucket", "Bucket", Kind.TEXT),
    TIME("time", "Time", Kind.TIME),
    REMOTE_IP("remote_ip", "RemoteIP", Kind.TEXT),
    REQUESTER("requester", "Requester", Kind.TEXT),
    REQUEST_ID("request_id", "RequestID", Kind.TEXT),
    OPERATION("operation", "Operation", Kind.TEXT),
    KEY("key", "Key", Kind.TEXT),
    REQUEST_URI("request_uri", "RequestURI", Kind.QUOTED),
    HTTP_STATUS("http_status", "HTTPStatus", Kind.INTEGER),
    ERROR_CODE("error_code", "ErrorCode", Kind.TEXT),
    BYTES_SENT("bytes_sent", "BytesSent", Kind.INTEGER),
    OBJECT_SIZE("object_size", "ObjectSize", Kind.INTEGER),
    TOTAL_TIME("total_time", "TotalTime", Kind.INTEGER),
    TURN_AROUND_TIME("turn_around_time", "TurnAroundTime", Kind.INTEGER),
    REFERER("referer", "Referer", Kind.QUOTED),
    USER_AGENT("user_agent", "UserAgent", Kind.QUOTED),
    VERSION_ID("version_id", "VersionId", Kind.TEXT),
    HOST_ID("host_id", "HostId", Kind.TEXT),
    SIGNATURE_VERSION("signature_version", "SignatureVersion", Kind.TEXT),
    CIPHER_SUITE("cipher_suite", "CipherSuite", Kind.TEXT),
    AUTHENTICATION_TYPE("authentication_type", "AuthenticationType", Kind.TEXT),
    HOST_HEADER("host_header", "HostHeader", Kind.TEXT),
    TLS_VERSION("tls_version", "TLSVersion", Kind.TEXT),
    ACCESS_POINT_ARN("access_point_arn", "AccessPointARN", Kind.TEXT),
    ACL_REQUIRED("acl_required", "AclRequired", Kind.TEXT),
    SOURCE_REGION("source_region", "SourceRegion", Kind.TEXT);

    /// How a field is written and typed.
    public enum Kind {
        /// A token without spaces (the requester may hold some), exactly as logged.
        TEXT,
        /// `[dd/Mon/yyyy:HH:mm:ss ±hhmm]`.
        TIME,
        /// A decimal number that fits a `long`.
        INTEGER,
        /// Text in quotes that are not escaped inside, or a bare `-`.
        QUOTED
    }

    /// Fields of the oldest lines that are read (2006): up to and including the version id.
    public static final int MIN_FIELDS = 18;

    private final String columnName;
    private final String awsName;
    private final Kind kind;

    AccessLogField(String columnName, String awsName, Kind kind) {
        this.columnName = columnName;
        this.awsName = awsName;
        this.kind = kind;
    }

    /// The field's place in a line, from 0: the order of declaration is the order of the format.
    @SuppressWarnings("EnumOrdinal")
    public int index() {
        return ordinal();
    }

    /// The name in JSON, Parquet and Glue, such as `bucket_owner`.
    public String columnName() {
        return columnName;
    }

    /// The name in AWS's documentation and in older schemas, such as `BucketOwner`.
    public String awsName() {
        return awsName;
    }

    public Kind kind() {
        return kind;
    }
}
