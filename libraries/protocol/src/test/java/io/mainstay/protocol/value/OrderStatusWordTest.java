package io.mainstay.protocol.value;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OrderStatusWordTest {
    @Test
    void shouldKnowWhenAnOrderIsOverAndThatInactiveIsNot() {
        assertThat(OrderStatusWord.of("Filled").isOver()).isTrue();
        assertThat(OrderStatusWord.of("Cancelled").isOver()).isTrue();
        assertThat(OrderStatusWord.of("ApiCancelled").isOver()).isTrue();
        assertThat(OrderStatusWord.of("Inactive").isOver()).isFalse();
        assertThat(OrderStatusWord.of("PendingCancel").isOver()).isFalse();
    }

    @Test
    void shouldKnowWhenTheGatewayHasTakenAnOrder() {
        assertThat(OrderStatusWord.of("PreSubmitted").isTaken()).isTrue();
        assertThat(OrderStatusWord.of("Filled").isTaken()).isTrue();
        assertThat(OrderStatusWord.of("PendingSubmit").isTaken()).isFalse();
        assertThat(OrderStatusWord.of("ApiPending").isTaken()).isFalse();
        assertThat(OrderStatusWord.of("Inactive").isTaken()).isFalse();
    }

    @Test
    void shouldKeepAWordThatIbAddsLaterAndClaimNothingOfIt() {
        OrderStatusWord later = OrderStatusWord.of("Teleported");
        assertThat(later.word()).isEqualTo("Teleported");
        assertThat(later.isOver()).isFalse();
        assertThat(later.isTaken()).isFalse();
    }
}
