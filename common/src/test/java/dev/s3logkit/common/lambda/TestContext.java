package dev.s3logkit.common.lambda;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.util.function.IntSupplier;

/// An invocation with five minutes left, or with as long as it is told.
public final class TestContext implements Context {

    /// The id of the request.
    public static final String REQUEST_ID = "6f1c2c1e-0000-4000-8000-000000000001";

    /// The ARN by which the function is invoked.
    public static final String FUNCTION_ARN =
            "arn:aws:lambda:eu-central-1:111122223333:function:test";

    private final IntSupplier remainingMillis;

    /// Five minutes.
    public TestContext() {
        this(300_000);
    }

    /// So many milliseconds, however often it is asked.
    public TestContext(int remainingMillis) {
        this(() -> remainingMillis);
    }

    /// What the supplier says each time.
    public TestContext(IntSupplier remainingMillis) {
        this.remainingMillis = remainingMillis;
    }

    @Override
    public String getAwsRequestId() {
        return REQUEST_ID;
    }

    @Override
    public String getLogGroupName() {
        return "/aws/lambda/test";
    }

    @Override
    public String getLogStreamName() {
        return "stream";
    }

    @Override
    public String getFunctionName() {
        return "test";
    }

    @Override
    public String getFunctionVersion() {
        return "$LATEST";
    }

    @Override
    public String getInvokedFunctionArn() {
        return FUNCTION_ARN;
    }

    @Override
    public CognitoIdentity getIdentity() {
        throw new UnsupportedOperationException();
    }

    @Override
    public ClientContext getClientContext() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int getRemainingTimeInMillis() {
        return remainingMillis.getAsInt();
    }

    @Override
    public int getMemoryLimitInMB() {
        return 512;
    }

    @Override
    public LambdaLogger getLogger() {
        throw new UnsupportedOperationException();
    }
}
