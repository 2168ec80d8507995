package dev.s3logkit.local.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// An instance of a handler class that takes and gives JSON.
interface HandlerMethod {

    /// Handles one event, given as JSON.
    ///
    /// @return JSON; `null` as text when the handler returned nothing
    /// @throws Exception whatever the handler throws
    byte[] handle(byte[] event, Context context) throws Exception;

    /// Makes an instance with the constructor that takes the environment, or with the one that
    /// takes nothing.
    ///
    /// @param handler class, or class and method
    static HandlerMethod load(String handler, ClassLoader classes, Map<String, String> environment)
            throws FunctionException {
        String className = handler.split("::", -1)[0];
        Object instance;
        try {
            Class<?> type = Class.forName(className, true, classes);
            instance = instantiate(type, environment);
        } catch (ClassNotFoundException e) {
            throw new FunctionException("the zip has no class " + className, e);
        } catch (InvocationTargetException e) {
            throw new FunctionException(
                    className + " cannot be constructed: " + e.getCause(), e.getCause());
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new FunctionException(className + " cannot be loaded: " + e, e);
        }
        return switch (instance) {
            case RequestStreamHandler streams -> of(streams);
            case RequestHandler<?, ?> objects -> of(objects, classes);
            default ->
                    throw new FunctionException(
                            className + " is neither a RequestHandler nor a RequestStreamHandler",
                            null);
        };
    }

    private static Object instantiate(Class<?> type, Map<String, String> environment)
            throws ReflectiveOperationException {
        for (Constructor<?> constructor : type.getConstructors()) {
            if (constructor.getParameterCount() == 1
                    && constructor.getParameterTypes()[0] == Map.class) {
                return constructor.newInstance(environment);
            }
        }
        return type.getConstructor().newInstance();
    }

    private static HandlerMethod of(RequestStreamHandler handler) {
        return (event, context) -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            handler.handleRequest(new ByteArrayInputStream(event), out, context);
            return out.toByteArray();
        };
    }

    private static HandlerMethod of(RequestHandler<?, ?> handler, ClassLoader classes)
            throws FunctionException {
        Type[] types = arguments(handler.getClass());
        PojoSerializer<Object> input = serializer(types[0], classes);
        PojoSerializer<Object> output = serializer(types[1], classes);
        @SuppressWarnings("unchecked") // the event is made from the handler's own type argument
        RequestHandler<Object, Object> untyped = (RequestHandler<Object, Object>) handler;
        return (event, context) -> {
            Object result =
                    untyped.handleRequest(input.fromJson(new ByteArrayInputStream(event)), context);
            if (result == null) {
                return "null".getBytes(StandardCharsets.UTF_8);
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            output.toJson(result, out);
            return out.toByteArray();
        };
    }

    /// The type arguments of `RequestHandler`, found up the class hierarchy.
    private static Type[] arguments(Class<?> type) throws FunctionException {
        for (Class<?> c = type; c != null; c = c.getSuperclass()) {
            for (Type candidate : c.getGenericInterfaces()) {
                if (candidate instanceof ParameterizedType parameterized
                        && parameterized.getRawType() == RequestHandler.class) {
                    return parameterized.getActualTypeArguments();
                }
            }
        }
        throw new FunctionException(
                type.getName() + " does not say what its RequestHandler takes and gives", null);
    }

    @SuppressWarnings("unchecked") // both factories give a serialiser of the type that they get
    private static PojoSerializer<Object> serializer(Type type, ClassLoader classes) {
        if (type instanceof Class<?> event
                && LambdaEventSerializers.isLambdaSupportedEvent(event.getName())) {
            return (PojoSerializer<Object>) LambdaEventSerializers.serializerFor(event, classes);
        }
        return JacksonFactory.getInstance().getSerializer(type);
    }
}
