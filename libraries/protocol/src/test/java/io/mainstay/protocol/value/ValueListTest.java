package io.mainstay.protocol.value;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.Outgoing;
import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ValueListTest {
    @Test
    void shouldSayWhatAWordOrNumberMeans() {
        assertThat(ValueList.of("MarketDataType", "marketDataType")
                        .orElseThrow()
                        .meaning("3"))
                .hasValue("delayed");
        assertThat(ValueList.of("Order", "tif").orElseThrow().meaning("GTC")).hasValue("until it is cancelled");
    }

    @Test
    void shouldHaveNoMeaningForAWordThatIsNotWrittenDown() {
        assertThat(ValueList.of("Order", "tif").orElseThrow().meaning("XYZ")).isEmpty();
        assertThat(ValueList.of("Order", "orderRef")).isEmpty();
    }

    @Test
    void shouldNameOnlyFieldsThatMessagesHave() {
        Set<String> known = components();
        assertThat(ValueList.all()).isNotEmpty().allSatisfy(list -> {
            assertThat(known).as(list.name()).containsAll(list.fields());
            assertThat(list.meanings().values()).doesNotContain("");
        });
    }

    @Test
    void shouldListEveryOrderStatusThatHasAName() {
        ValueList list = ValueList.of("OrderStatus", "status").orElseThrow();
        assertThat(Stream.of(
                                OrderStatusWord.PENDING_SUBMIT,
                                OrderStatusWord.PENDING_CANCEL,
                                OrderStatusWord.PRE_SUBMITTED,
                                OrderStatusWord.SUBMITTED,
                                OrderStatusWord.API_PENDING,
                                OrderStatusWord.API_CANCELLED,
                                OrderStatusWord.CANCELLED,
                                OrderStatusWord.FILLED,
                                OrderStatusWord.INACTIVE)
                        .map(OrderStatusWord::word))
                .allMatch(word -> list.meaning(word).isPresent());
        assertThat(list.meanings().entrySet().stream()
                        .filter(e -> e.getValue().endsWith("; over"))
                        .map(e -> OrderStatusWord.of(e.getKey())))
                .hasSize(3)
                .allMatch(OrderStatusWord::isOver);
    }

    /** The components of all messages and of the records in them, as RECORD.COMPONENT and as COMPONENT. */
    private static Set<String> components() {
        var open = new ArrayDeque<Class<?>>();
        open.addAll(List.of(Incoming.class.getPermittedSubclasses()));
        open.addAll(List.of(Outgoing.class.getPermittedSubclasses()));
        var seen = new HashSet<Class<?>>();
        var names = new HashSet<String>();
        while (!open.isEmpty()) {
            Class<?> type = open.pop();
            if (!type.isRecord() || !seen.add(type)) {
                continue;
            }
            for (RecordComponent component : type.getRecordComponents()) {
                names.add(type.getSimpleName() + "." + component.getName());
                names.add(component.getName());
                open.push(component.getType());
                if (component.getGenericType() instanceof java.lang.reflect.ParameterizedType list
                        && list.getActualTypeArguments()[0] instanceof Class<?> element) {
                    open.push(element);
                }
            }
        }
        return names;
    }
}
