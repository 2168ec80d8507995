package dev.s3logkit.local.states;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.s3logkit.local.states.Execution.Ending;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// A standard workflow that can be started any number of times, also at once.
public final class StateMachine {

    private final String name;
    private final Definition definition;
    private final StatesServices services;

    public StateMachine(String name, Definition definition, StatesServices services) {
        this.name = name;
        this.definition = definition;
        this.services = services;
    }

    /// The name of the machine.
    public String name() {
        return name;
    }

    /// Runs an execution to its end.
    ///
    /// @param input JSON
    /// @throws IOException when the input is not JSON
    public Execution run(String input) throws IOException, InterruptedException {
        Object json = JSON.std.anyFrom(input);
        Map<String, Object> context = new LinkedHashMap<>();
        String id = UUID.randomUUID().toString();
        context.put(
                "Execution",
                Map.of(
                        "Id",
                        "arn:aws:states:local:000000000000:execution:" + name + ":" + id,
                        "Name",
                        id,
                        "StartTime",
                        Instant.now().toString(),
                        "Input",
                        json == null ? Map.of() : json));
        context.put(
                "StateMachine",
                Map.of(
                        "Id",
                        "arn:aws:states:local:000000000000:stateMachine:" + name,
                        "Name",
                        name));
        List<String> visited = Collections.synchronizedList(new ArrayList<>());
        MachineRun run = new MachineRun(definition, services, context, visited);
        try {
            Object output = run.run(json, Map.of());
            return new Execution(new Ending.Succeeded(Json.text(output)), snapshot(visited));
        } catch (StateFailure e) {
            return new Execution(new Ending.Failed(e.error(), e.reason()), snapshot(visited));
        }
    }

    private static List<String> snapshot(List<String> visited) {
        synchronized (visited) {
            return List.copyOf(visited);
        }
    }
}
