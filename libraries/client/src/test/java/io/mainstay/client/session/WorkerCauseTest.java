package io.mainstay.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WorkerCauseTest {
    @Test
    void shouldReadTheFormInAnyOrderWithBlanksAndMembersItDoesNotKnow() {
        assertThat(WorkerCause.parse(
                        "{\"mainstay\":{\"cause\":\"MUTE\",\"exit\":11,\"sinceMs\":1200,\"retryInMs\":800}}"))
                .isEqualTo(new WorkerCause("MUTE", 11, 1200, 800));
        assertThat(WorkerCause.parse(
                        " { \"mainstay\" : { \"exit\" : 13 , \"new\" : true, \"cause\" : \"LINK\\\"DOWN\" } } "))
                .isEqualTo(new WorkerCause("LINK\"DOWN", 13, -1, -1));
    }

    @Test
    void shouldTakeNothingElseForIt() {
        for (String other : new String[] {
            "",
            "{}",
            "null",
            "{\"mainstay\":{}}",
            "{\"mainstay\":{\"exit\":11}}",
            "{\"mainstay\":{\"cause\":\"MUTE\",\"exit\":11}",
            "{\"mainstay\":{\"cause\":{\"a\":1}}}",
            "{\"mainstay\":{\"cause\":\"MUTE\"}} trailing",
            "{\"mainstay\":{\"cause\":\"MUTE",
            "{\"reject\":\"\\\"mainstay\\\"\"}",
            "{\"mainstay\":{\"cause\":\"" + "x".repeat(5000) + "\"}}",
        }) {
            assertThat(WorkerCause.parse(other)).as(other).isNull();
        }
        assertThat(WorkerCause.parse("{\"mainstay\":{\"cause\":\"X\",\"exit\":\"many\"}}"))
                .isEqualTo(new WorkerCause("X", 0, -1, -1));
    }
}
