package dev.s3logkit.common.accesslog;

/// The shape of an operation, such as `REST.GET.OBJECT` or `S3.COMPUTE.OBJECT.CHECKSUM`: parts of
/// upper-case letters, digits and `_`, at least two, joined by dots; the first one starts with a
/// letter. The anchor by which a requester with spaces is told from what follows it.
final class OperationName {

    static final String EXPECTED = "an operation such as `REST.GET.OBJECT`";

    private OperationName() {}

    static boolean matches(byte[] b, int from, int to) {
        if (to - from < 3 || b[from] < 'A' || b[from] > 'Z') {
            return false;
        }
        boolean dotted = false;
        for (int i = from + 1; i < to; i++) {
            byte c = b[i];
            if (c == '.') {
                if (b[i - 1] == '.' || i + 1 == to) {
                    return false;
                }
                dotted = true;
            } else if (!(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') && c != '_') {
                return false;
            }
        }
        return dotted;
    }
}
