package io.mainstay.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.simulator.fault.Fault;
import io.mainstay.simulator.fault.FaultCatalogue;
import io.mainstay.simulator.fault.FaultKind;
import io.mainstay.simulator.fault.Pains;
import io.mainstay.simulator.session.FaultTableTest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No fault without a test, no trouble without a fault or a reason. */
class FaultCoverageTest {
    @Test
    void shouldHaveATestForEveryFault() {
        assertThat(Stream.concat(FaultTableTest.specs().stream(), SocketFaultTest.specs().stream())
                        .map(spec ->
                                FaultCatalogue.parse(spec).orElseThrow().kind().name())
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(
                        FaultCatalogue.kinds().stream().map(FaultKind::name).toList());
    }

    @Test
    void shouldHaveAFaultOrAReasonForEveryTrouble() {
        assertThat(Pains.all()).hasSize(15 + 13 + 13 + 11 + 15 + 21 + 2).allSatisfy(pain -> {
            assertThat(pain.faults().isEmpty() && pain.remark().isEmpty())
                    .as(pain.id())
                    .isFalse();
            assertThat(pain.faults())
                    .allSatisfy(spec ->
                            assertThat(FaultCatalogue.parse(spec)).as(spec).isPresent());
        });
        assertThat(FaultCatalogue.kinds().stream().flatMap(kind -> Pains.ids(kind).stream()))
                .isSubsetOf(Pains.all().stream().map(Pains.Pain::id).toList());
    }

    @Test
    void shouldReadEachFaultAsItIsWritten() {
        assertThat(FaultCatalogue.kinds()).allSatisfy(kind -> {
            Fault fault = FaultCatalogue.parse(kind.usual()).orElseThrow();
            assertThat(fault.kind()).isEqualTo(kind);
            assertThat(fault.spec()).isEqualTo(kind.usual());
            assertThat(FaultCatalogue.parse(fault.name())).isPresent();
        });
    }
}
