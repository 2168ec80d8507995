package dev.s3logkit.local.template;

import dev.s3logkit.local.template.FunctionSpec.EventSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// An `AWS::Serverless::StateMachine`.
///
/// @param definition the file, as an absolute path
/// @param substitutions for `${name}` in it
/// @param schedules that start executions
public record StateMachineSpec(
        String logicalId,
        String name,
        String arn,
        Path definition,
        Map<String, String> substitutions,
        List<EventSource.Schedule> schedules) {

    public StateMachineSpec {
        substitutions = Map.copyOf(substitutions);
        schedules = List.copyOf(schedules);
    }
}
