package io.mainstay.simulator.junit;

import io.mainstay.simulator.GatewaySimulator;
import io.mainstay.simulator.SimulatorConfig;
import io.mainstay.simulator.clock.SteppedClock;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** What {@link WithGatewaySimulator} does. */
final class GatewaySimulatorExtension implements ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(GatewaySimulatorExtension.class);

    GatewaySimulatorExtension() {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == GatewaySimulator.class || type == SteppedClock.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        WithGatewaySimulator wanted = wanted(context);
        // A store looks at its parents', too: what the class has is shared unless the method wants another.
        Running running = context.getStore(NAMESPACE).computeIfAbsent(wanted, key -> start(wanted), Running.class);
        if (parameter.getParameter().getType() == GatewaySimulator.class) {
            return running.simulator();
        }
        SteppedClock clock = running.clock();
        if (clock == null) {
            throw new ParameterResolutionException(
                    "there is a SteppedClock only with @WithGatewaySimulator(startAt = \"2026-11-20T15:10:00Z\");"
                            + " without it the simulator's time is the machine's");
        }
        return clock;
    }

    private static WithGatewaySimulator wanted(ExtensionContext context) {
        Optional<WithGatewaySimulator> onMethod = context.getTestMethod()
                .flatMap(method -> AnnotationSupport.findAnnotation(method, WithGatewaySimulator.class));
        return onMethod.or(() -> AnnotationSupport.findAnnotation(
                        context.getRequiredTestClass(), WithGatewaySimulator.class, context.getEnclosingTestClasses()))
                .orElseThrow(() ->
                        new ParameterResolutionException("neither the test nor its class says @WithGatewaySimulator"));
    }

    private static Running start(WithGatewaySimulator wanted) {
        try {
            SteppedClock clock = wanted.startAt().isEmpty() ? null : new SteppedClock(Instant.parse(wanted.startAt()));
            SimulatorConfig config = SimulatorConfig.defaults()
                    .withScenario(wanted.scenario())
                    .withSeed(wanted.seed())
                    .withHours(wanted.hours());
            if (wanted.serverVersion() != 0) {
                config = config.withServerVersion(wanted.serverVersion());
            }
            if (wanted.accounts().length > 0) {
                config = config.withAccounts(List.of(wanted.accounts()));
            }
            if (clock != null) {
                config = config.withClock(clock);
            }
            return new Running(GatewaySimulator.start(config), clock);
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            throw new ParameterResolutionException("the simulator can't be started: " + e.getMessage(), e);
        }
    }

    /** Closed by the store that holds it, after the tests that it is for. */
    private record Running(
            GatewaySimulator simulator, @Nullable SteppedClock clock) implements AutoCloseable {
        @Override
        public void close() {
            simulator.close();
        }
    }
}
