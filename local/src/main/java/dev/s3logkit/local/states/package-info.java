/// Step Functions on this machine: definitions in the Amazon States Language with JSONata, as far
/// as the suite's state machines use them, read strictly and run as the service runs them.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.local.states;
