package dev.s3logkit.local.lambda;

/// A handler failed in its own process; what it threw is known from the runtime's report.
final class RemoteFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient ErrorReport report;

    RemoteFailure(ErrorReport report) {
        super(message(report), null, false, false);
        this.report = report;
    }

    ErrorReport report() {
        return report;
    }

    /// As an exception of this process would show itself, its stack trace included.
    private static String message(ErrorReport report) {
        StringBuilder text = new StringBuilder(report.errorType());
        text.append(": ").append(report.errorMessage());
        report.stackTrace().forEach(frame -> text.append("\n\tat ").append(frame));
        return text.toString();
    }
}
