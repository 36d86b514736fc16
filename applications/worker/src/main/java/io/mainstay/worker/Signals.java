package io.mainstay.worker;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * Says what a signal does. The JDK's signal class has no supported successor; it is reached by reflection, because the
 * compiler's warning about it can't be switched off for one line.
 */
final class Signals {
    private Signals() {}

    /**
     * Returns whether the action will be done: not if whoever started this process has the signal ignored (nohup), or the JVM
     * keeps it.
     */
    @SuppressWarnings("ReferenceEquality") // a handler is equal to itself alone
    static boolean on(String name, Runnable action) throws StartupException {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object handler = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handlerType}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                        }
                        return switch (method.getName()) {
                            case "equals" -> arguments != null && proxy == arguments[0];
                            case "hashCode" -> System.identityHashCode(proxy);
                            case "toString" -> "handler of " + name;
                            default -> null;
                        };
                    });
            Method handle = signal.getMethod("handle", signal, handlerType);
            Object before =
                    handle.invoke(null, signal.getConstructor(String.class).newInstance(name), handler);
            // The JVM leaves a signal that ends programs ignored if its starter did, and says no more than this.
            return before != handlerType.getField("SIG_IGN").get(null);
        } catch (InvocationTargetException e) {
            // The JVM keeps a signal for itself when it was started with -Xrs.
            if (e.getCause() instanceof IllegalArgumentException) {
                return false;
            }
            throw new StartupException("failed the signal " + name + " can't be handled (" + e.getCause() + ")", e);
        } catch (ReflectiveOperationException e) {
            throw new StartupException("failed the signal " + name + " can't be handled (" + e + ")", e);
        }
    }
}
