package dev.s3logkit.common.s3;

/// Requests by kind, as S3 bills them, and the bytes that they moved.
///
/// @param put PUT, POST and COPY: parts, starts and completions of multipart uploads included
public record RequestCounts(
        long get, long head, long list, long put, long delete, long bytesRead, long bytesWritten) {

    /// None at all.
    public static final RequestCounts ZERO = new RequestCounts(0, 0, 0, 0, 0, 0, 0);

    /// USD for 1,000 GET and HEAD requests, S3 Standard, us-east-1.
    static final double GET_PER_1000_USD = 0.0004;

    /// USD for 1,000 PUT, COPY, POST and LIST requests, S3 Standard, us-east-1.
    static final double PUT_PER_1000_USD = 0.005;

    /// List price of the requests in USD (us-east-1, S3 Standard; DELETE is free).
    public double estimatedCostUsd() {
        return ((get + head) * GET_PER_1000_USD + (put + list) * PUT_PER_1000_USD) / 1000;
    }

    /// The requests sent since `earlier` was taken from the same store.
    public RequestCounts since(RequestCounts earlier) {
        return new RequestCounts(
                get - earlier.get,
                head - earlier.head,
                list - earlier.list,
                put - earlier.put,
                delete - earlier.delete,
                bytesRead - earlier.bytesRead,
                bytesWritten - earlier.bytesWritten);
    }

    /// These and those together.
    public RequestCounts plus(RequestCounts others) {
        return new RequestCounts(
                get + others.get,
                head + others.head,
                list + others.list,
                put + others.put,
                delete + others.delete,
                bytesRead + others.bytesRead,
                bytesWritten + others.bytesWritten);
    }
}
