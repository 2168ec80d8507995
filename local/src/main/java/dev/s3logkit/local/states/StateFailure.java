package dev.s3logkit.local.states;

/// An error inside an execution, which retriers and catchers match by its name.
public final class StateFailure extends Exception {

    private static final long serialVersionUID = 1L;

    static final String ALL = "States.ALL";
    static final String TASK_FAILED = "States.TaskFailed";
    static final String TIMEOUT = "States.Timeout";
    static final String NO_CHOICE = "States.NoChoiceMatched";
    static final String QUERY = "States.QueryEvaluationError";
    static final String DATA_LIMIT = "States.DataLimitExceeded";
    static final String ITEM_READER = "States.ItemReaderFailed";
    static final String TOO_MANY_FAILED = "States.ExceedToleratedFailureThreshold";

    private final String error;

    /// @param error what `ErrorEquals` names: `States.…`, or the class of a function's exception
    /// @param reason for people
    public StateFailure(String error, String reason) {
        super(reason);
        this.error = error;
    }

    /// As [#StateFailure(String, String)], keeping what went wrong below.
    public StateFailure(String error, String reason, Throwable cause) {
        super(reason, cause);
        this.error = error;
    }

    /// What `ErrorEquals` names.
    public String error() {
        return error;
    }

    /// What went wrong, for people.
    public String reason() {
        return String.valueOf(getMessage());
    }
}
