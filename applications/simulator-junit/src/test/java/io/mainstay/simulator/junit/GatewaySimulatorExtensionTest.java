package io.mainstay.simulator.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.mainstay.simulator.GatewaySimulator;
import io.mainstay.simulator.clock.SteppedClock;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** What a test gets, and that nothing is left of it. */
class GatewaySimulatorExtensionTest {
    private static final List<Integer> PORTS = Collections.synchronizedList(new ArrayList<>());

    private static TestExecutionSummary run(Class<?> tests) {
        PORTS.clear();
        var listener = new SummaryGeneratingListener();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(tests))
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .build();
        LauncherFactory.create().execute(request, listener);
        return listener.getSummary();
    }

    private static String failure(Class<?> tests) {
        return String.valueOf(run(tests).getFailures().getFirst().getException().getMessage());
    }

    @Test
    void shouldGiveEachTestAGatewayOfItsOwnAlsoAtTheSameTimeAndLeaveNone() {
        assertThat(run(Each.class).getTestsSucceededCount()).isEqualTo(3);
        assertThat(PORTS).hasSize(6);
        assertThat(PORTS.stream().distinct()).hasSize(3);
        assertThat(PORTS).allSatisfy(GatewaySimulatorExtensionTest::nobodyListens);
    }

    @Test
    void shouldShareWhatIsTakenBeforeAllAndLeaveNone() {
        assertThat(run(Shared.class).getTestsSucceededCount()).isEqualTo(2);
        assertThat(PORTS).hasSize(3);
        assertThat(PORTS.stream().distinct()).hasSize(1);
        assertThat(PORTS).allSatisfy(GatewaySimulatorExtensionTest::nobodyListens);
    }

    @Test
    void shouldLeaveNoneWhenTheTestFails() {
        assertThat(failure(Failing.class)).isEqualTo("as wanted");
        assertThat(PORTS).hasSize(1).allSatisfy(GatewaySimulatorExtensionTest::nobodyListens);
    }

    @Test
    void shouldSayWhatIsWrong() {
        assertThat(failure(UnknownScenario.class)).contains("unknown scenario \"gremlins\"", "known are normal");
        assertThat(failure(NoClock.class)).contains("there is a SteppedClock only with");
        assertThat(failure(NoTime.class)).contains("noon");
    }

    private static void nobodyListens(int port) {
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                .isInstanceOf(ConnectException.class);
    }

    @WithGatewaySimulator
    @Execution(ExecutionMode.CONCURRENT)
    static class Each {
        @BeforeEach
        void before(GatewaySimulator gateway) {
            PORTS.add(gateway.port());
        }

        @Test
        void first(GatewaySimulator gateway) {
            PORTS.add(gateway.port());
        }

        @Test
        void second(GatewaySimulator gateway) {
            PORTS.add(gateway.port());
        }

        @Test
        void third(GatewaySimulator gateway) {
            PORTS.add(gateway.port());
        }
    }

    @WithGatewaySimulator
    static class Shared {
        @BeforeAll
        static void before(GatewaySimulator gateway) {
            PORTS.add(gateway.port());
        }

        @Test
        void first(GatewaySimulator gateway) {
            PORTS.add(gateway.port());
        }

        @Test
        void second(GatewaySimulator gateway) {
            PORTS.add(gateway.port());
        }
    }

    @WithGatewaySimulator
    static class Failing {
        @Test
        void fails(GatewaySimulator gateway) {
            PORTS.add(gateway.port());
            throw new IllegalStateException("as wanted");
        }
    }

    @WithGatewaySimulator(scenario = "gremlins")
    static class UnknownScenario {
        @Test
        void never(GatewaySimulator gateway) {
            PORTS.add(gateway.port());
        }
    }

    @WithGatewaySimulator
    static class NoClock {
        @Test
        void never(SteppedClock clock) {
            PORTS.add(clock.hashCode());
        }
    }

    @WithGatewaySimulator(startAt = "noon")
    static class NoTime {
        @Test
        void never(GatewaySimulator gateway) {
            PORTS.add(gateway.port());
        }
    }
}
