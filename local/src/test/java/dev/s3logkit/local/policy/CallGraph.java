package dev.s3logkit.local.policy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// The code of functions and library that some entry points reach, by rapid type analysis of the
/// compiled classes: a call of a method leads to the implementations of the classes and lambdas
/// that reached code makes, and to no others.
///
/// What it takes for reached is never less than what runs, with one exception, reflection, which
/// the functions do not use. It may be more: whatever a class or lambda implements of a library's
/// type counts as called once it is made.
final class CallGraph {

    private static final String ROOT = "dev/s3logkit/";
    private static final String LAMBDAS = "java/lang/invoke/LambdaMetafactory";

    /// A method.
    ///
    /// @param owner the internal name of the type that declares it, or that a call names
    record Method(String owner, String name, String descriptor) {

        /// The type as it is written in code, without its package.
        String type() {
            return owner.substring(owner.lastIndexOf('/') + 1).replace('$', '.');
        }

        private String step() {
            return switch (name) {
                case "<init>" -> "new " + type();
                case "<clinit>" -> type();
                // The body of a lambda belongs to the method that it stands in.
                default -> type() + "." + name.replaceFirst("^lambda\\$([^$]+)\\$.*", "$1");
            };
        }
    }

    /// A call, from reached code.
    record Call(Method caller, Method called) {}

    /// A lambda of one of our interfaces, whose method runs the body.
    private record Lambda(String type, String name, DirectMethodHandleDesc body) {}

    private final Map<Method, Optional<Method>> reached = new LinkedHashMap<>();
    private final Map<String, ClassModel> types;
    private final Map<String, Set<String>> parents = new HashMap<>();
    private final Set<String> made = new LinkedHashSet<>();
    private final Set<Lambda> lambdas = new LinkedHashSet<>();
    private final Map<Method, Method> dispatches = new LinkedHashMap<>();
    private final Set<String> initialised = new HashSet<>();
    private final List<Call> calls = new ArrayList<>();
    private final Deque<Method> open = new ArrayDeque<>();

    private CallGraph(Map<String, ClassModel> types) {
        this.types = types;
    }

    /// What Lambda runs of handlers, their constructors and their `handleRequest`, and what else is
    /// started by `main`.
    ///
    /// @param handlers full names of classes
    static CallGraph of(Collection<String> handlers) {
        CallGraph graph = new CallGraph(new HashMap<>());
        for (String handler : handlers) {
            String name = handler.replace('.', '/');
            graph.make(name, Optional.empty());
            graph.reach(new Method(name, "<init>", "()V"), Optional.empty());
            for (MethodModel method : graph.type(name).methods()) {
                if (Set.of("handleRequest", "main").contains(method.methodName().stringValue())) {
                    graph.reach(graph.method(name, method), Optional.empty());
                }
            }
        }
        while (!graph.open.isEmpty()) {
            graph.follow(graph.open.removeFirst());
        }
        return graph;
    }

    /// The calls that the predicate holds for, nearest to the entry points first.
    List<Call> calls(Predicate<Method> called) {
        return calls.stream().filter(call -> called.test(call.called)).toList();
    }

    /// How a method is reached, from the entry point down.
    String path(Method method) {
        Deque<String> steps = new ArrayDeque<>();
        Optional<Method> step = Optional.of(method);
        while (step.isPresent()) {
            if (!step.get().step().equals(steps.peekFirst())) {
                steps.addFirst(step.get().step());
            }
            step = reached.getOrDefault(step.get(), Optional.empty());
        }
        return String.join(" > ", steps);
    }

    private void reach(Method method, Optional<Method> from) {
        if (isOwn(method.owner) && reached.putIfAbsent(method, from) == null) {
            open.addLast(method);
        }
    }

    private void follow(Method method) {
        initialise(method.owner, method);
        for (MethodModel model : type(method.owner).methods()) {
            if (method.equals(method(method.owner, model))) {
                model.code().ifPresent(code -> code.forEach(part -> follow(part, method)));
            }
        }
    }

    private void follow(CodeElement part, Method from) {
        switch (part) {
            case NewObjectInstruction made ->
                    make(made.className().asInternalName(), Optional.of(from));
            case FieldInstruction field -> initialise(field.owner().asInternalName(), from);
            case InvokeInstruction call -> {
                Method called =
                        new Method(
                                call.owner().asInternalName(),
                                call.name().stringValue(),
                                call.type().stringValue());
                boolean exact =
                        call.opcode() == Opcode.INVOKESTATIC
                                || call.opcode() == Opcode.INVOKESPECIAL;
                call(called, exact, from);
            }
            case InvokeDynamicInstruction dynamic
                    when internal(dynamic.bootstrapMethod().owner()).equals(LAMBDAS) -> {
                // The arguments are the interface's method, the body, and the method's real type.
                DirectMethodHandleDesc body =
                        (DirectMethodHandleDesc) dynamic.bootstrapArgs().get(1);
                Lambda lambda =
                        new Lambda(
                                internal(dynamic.typeSymbol().returnType()),
                                dynamic.name().stringValue(),
                                body);
                if (isOwn(lambda.type) && lambdas.add(lambda)) {
                    snapshot().forEach((call, caller) -> dispatch(call, lambda, caller));
                }
                // What is handed to a library runs there.
                if (isOfLibrary(lambda.type)) {
                    run(body, from);
                }
            }
            default -> {}
        }
    }

    /// Runs what a lambda or method reference stands for.
    private void run(DirectMethodHandleDesc body, Method from) {
        Method called =
                new Method(internal(body.owner()), body.methodName(), body.lookupDescriptor());
        switch (body.kind()) {
            case CONSTRUCTOR -> {
                make(called.owner, Optional.of(from));
                call(new Method(called.owner, "<init>", called.descriptor), true, from);
            }
            case VIRTUAL, INTERFACE_VIRTUAL -> call(called, false, from);
            default -> call(called, true, from);
        }
    }

    private void call(Method called, boolean exact, Method from) {
        calls.add(new Call(from, called));
        if (!isOwn(called.owner)) {
            return;
        }
        initialise(called.owner, from);
        List<Method> declared = implementations(called.owner, called);
        if (exact || declared.stream().anyMatch(this::isPrivate)) {
            declared.forEach(method -> reach(method, Optional.of(from)));
        } else if (dispatches.putIfAbsent(called, from) == null) {
            List.copyOf(made).forEach(type -> dispatch(called, type, from));
            List.copyOf(lambdas).forEach(lambda -> dispatch(called, lambda, from));
        }
    }

    private void dispatch(Method called, String type, Method from) {
        if (parents(type).contains(called.owner)) {
            implementations(type, called).forEach(method -> reach(method, Optional.of(from)));
        }
    }

    private void dispatch(Method called, Lambda lambda, Method from) {
        if (parents(lambda.type).contains(called.owner)) {
            if (called.name.equals(lambda.name)) {
                run(lambda.body, from);
            }
            implementations(lambda.type, called)
                    .forEach(method -> reach(method, Optional.of(from)));
        }
    }

    private void make(String type, Optional<Method> from) {
        if (!isOwn(type) || !made.add(type)) {
            return;
        }
        snapshot().forEach((call, caller) -> dispatch(call, type, caller));
        for (String parent : parents(type)) {
            if (!isOwn(parent)) {
                for (MethodModel method : type(parent).methods()) {
                    implementations(type, method(parent, method)).forEach(own -> reach(own, from));
                }
            }
        }
    }

    /// The calls so far, in their order; more are found while they are looked at.
    private Map<Method, Method> snapshot() {
        return new LinkedHashMap<>(dispatches);
    }

    /// Whether an interface is a library's, or extends one.
    private boolean isOfLibrary(String type) {
        return parents(type).stream()
                .anyMatch(parent -> !isOwn(parent) && !parent.equals("java/lang/Object"));
    }

    private void initialise(String type, Method from) {
        if (isOwn(type) && initialised.add(type)) {
            reach(new Method(type, "<clinit>", "()V"), Optional.of(from));
            type(type).superclass().ifPresent(parent -> initialise(parent.asInternalName(), from));
        }
    }

    /// The project's methods that an object of the type may run for a call: its own or the one that
    /// it inherits, or else defaults of interfaces.
    private List<Method> implementations(String type, Method called) {
        List<Method> found = new ArrayList<>();
        for (String parent : parents(type)) {
            for (MethodModel method :
                    isOwn(parent) ? type(parent).methods() : List.<MethodModel>of()) {
                if (method.methodName().equalsString(called.name)
                        && method.methodType().equalsString(called.descriptor)
                        && !method.flags().has(AccessFlag.ABSTRACT)) {
                    if (!type(parent).flags().has(AccessFlag.INTERFACE)) {
                        return List.of(method(parent, method));
                    }
                    found.add(method(parent, method));
                }
            }
        }
        return found;
    }

    private boolean isPrivate(Method method) {
        return type(method.owner).methods().stream()
                .anyMatch(
                        model ->
                                method.equals(method(method.owner, model))
                                        && model.flags().has(AccessFlag.PRIVATE));
    }

    private Method method(String owner, MethodModel model) {
        return new Method(
                owner, model.methodName().stringValue(), model.methodType().stringValue());
    }

    /// The type itself, its superclasses from the nearest on, then all interfaces.
    private Set<String> parents(String name) {
        Set<String> known = parents.get(name);
        if (known != null) {
            return known;
        }
        Set<String> all = new LinkedHashSet<>(List.of(name));
        type(name).superclass().ifPresent(parent -> all.addAll(parents(parent.asInternalName())));
        for (ClassEntry parent : type(name).interfaces()) {
            all.addAll(parents(parent.asInternalName()));
        }
        parents.put(name, all);
        return all;
    }

    private ClassModel type(String name) {
        return types.computeIfAbsent(name, CallGraph::parse);
    }

    private static ClassModel parse(String name) {
        try (InputStream in = ClassLoader.getSystemResourceAsStream(name + ".class")) {
            if (in == null) {
                throw new IllegalArgumentException("there is no class " + name);
            }
            return ClassFile.of().parse(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String internal(ClassDesc type) {
        String descriptor = type.descriptorString();
        return descriptor.startsWith("L")
                ? descriptor.substring(1, descriptor.length() - 1)
                : descriptor;
    }

    private static boolean isOwn(String type) {
        return type.startsWith(ROOT);
    }
}
