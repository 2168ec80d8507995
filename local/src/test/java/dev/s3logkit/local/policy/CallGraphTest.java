package dev.s3logkit.local.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class CallGraphTest {

    interface Step {
        double run();

        default double twice() {
            return run() + run();
        }
    }

    static final class Made implements Step {
        @Override
        public double run() {
            return Math.sin(1);
        }
    }

    static final class NeverMade implements Step {
        @Override
        public double run() {
            return Math.cos(1);
        }
    }

    static class Parent {
        private static final double CONSTANT = Math.tan(1);

        double inherited() {
            return CONSTANT + Math.exp(1);
        }
    }

    static final class Child extends Parent implements Callable<Double> {
        @Override
        public Double call() {
            return Math.log(inherited());
        }

        double unused() {
            return Math.sqrt(2);
        }
    }

    interface Task extends Runnable {}

    /// What a handler is, as far as the graph is concerned.
    static final class SampleHandler {

        private final Step step = new Made();
        private final Step lambda = () -> Math.cbrt(1);

        double handleRequest() {
            LongSupplier clock = System::nanoTime;
            Callable<Double> child = new Child();
            Task task = () -> Math.atan(1);
            Thread.ofVirtual().unstarted(task);
            return step.twice() + lambda.run() + clock.getAsLong() + child.hashCode();
        }

        double notCalled() {
            return new NeverMade().run();
        }
    }

    private final CallGraph graph = CallGraph.of(List.of(SampleHandler.class.getName()));

    @Test
    void followsInterfacesLambdasReferencesDefaultsAndStaticInitialisers() {
        assertThat(called("Math"))
                .containsExactlyInAnyOrder("sin", "cbrt", "tan", "exp", "log", "atan")
                .doesNotContain("cos", "sqrt");
        assertThat(called("System")).containsExactly("nanoTime");
    }

    @Test
    void tellsHowCodeIsReached() {
        CallGraph.Call call = graph.calls(called -> called.name().equals("exp")).getFirst();

        assertThat(graph.path(call.caller()))
                .isEqualTo(
                        "CallGraphTest.SampleHandler.handleRequest > CallGraphTest.Child.call >"
                                + " CallGraphTest.Parent.inherited");
    }

    private List<String> called(String type) {
        return graph.calls(called -> called.owner().equals("java/lang/" + type)).stream()
                .map(call -> call.called().name())
                .toList();
    }
}
