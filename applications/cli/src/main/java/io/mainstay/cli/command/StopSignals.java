package io.mainstay.cli.command;

import io.mainstay.runner.Runner;
import io.mainstay.runner.StopSignal;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Hands SIGINT and SIGTERM to a run, which then ends in order, instead of to the JVM, which would not tell which of the
 * two it was. A second signal ends the process at once.
 *
 * <p>{@code sun.misc.Signal} is the JDK's only way to take a signal. It is exported, but the compiler warns of it without a
 * way to say that it is meant, so it is reached by its name.
 */
final class StopSignals implements AutoCloseable {
    private final Object formerInt;
    private final Object formerTerm;

    private StopSignals(Object formerInt, Object formerTerm) {
        this.formerInt = formerInt;
        this.formerTerm = formerTerm;
    }

    static StopSignals to(Runner runner) {
        var stopping = new AtomicBoolean();
        return new StopSignals(
                handle("INT", handler(runner, stopping, StopSignal.SIGINT)),
                handle("TERM", handler(runner, stopping, StopSignal.SIGTERM)));
    }

    @SuppressWarnings("ReferenceEquality") // a handler equals itself alone
    private static Object handler(Runner runner, AtomicBoolean stopping, StopSignal signal) {
        InvocationHandler act = (proxy, method, arguments) -> {
            if (!method.getName().equals("handle")) {
                return method.getName().equals("equals") ? proxy == arguments[0] : signal.name();
            }
            if (stopping.compareAndSet(false, true)) {
                runner.stop(signal);
            } else {
                Runtime.getRuntime().halt(signal.exitCode());
            }
            return null;
        };
        try {
            return Proxy.newProxyInstance(
                    StopSignals.class.getClassLoader(), new Class<?>[] {Class.forName("sun.misc.SignalHandler")}, act);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JDK has no sun.misc.Signal", e);
        }
    }

    /** Makes {@code handler} take a signal; returns who took it before. */
    private static Object handle(String signal, Object handler) {
        try {
            Class<?> type = Class.forName("sun.misc.Signal");
            Method handle = type.getMethod("handle", type, Class.forName("sun.misc.SignalHandler"));
            return handle.invoke(null, type.getConstructor(String.class).newInstance(signal), handler);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JDK has no sun.misc.Signal", e);
        }
    }

    @Override
    public void close() {
        handle("INT", formerInt);
        handle("TERM", formerTerm);
    }
}
