package io.mainstay.protocol.property;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.protocol.generator.Schema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TranslationTest {
    private static final int MOST_PARTNERS = 12;

    static Stream<Named<Schema.Message>> messages() {
        return Descriptions.messages().stream().map(message -> Named.of(message.name(), message));
    }

    /**
     * Read at A, written and read at B, written and read at A again. All pairs of version classes, each with another
     * sample; of the few messages with more than {@link #MOST_PARTNERS} classes, that many drawn partners for each A.
     */
    @ParameterizedTest(name = "{0}")
    @MethodSource("messages")
    void shouldKeepWhatBothVersionsCarryAndDropTheRest(Schema.Message message) {
        List<Integer> classes = Descriptions.versionClasses(message);
        var random = new Random(RandomMessages.SEED);
        int sample = 0;
        for (int a : classes) {
            var partners = new ArrayList<>(classes);
            Collections.shuffle(partners, random);
            for (int b : partners.subList(0, Math.min(MOST_PARTNERS, partners.size()))) {
                check(message, a, b, sample++);
            }
        }
    }

    private static void check(Schema.Message message, int a, int b, int sample) {
        Map<String, @Nullable Object> drawn = RandomMessages.draw(message, sample);
        String name = message.name() + " from version " + a + " to " + b + " and back, sample " + sample + " of seed "
                + RandomMessages.SEED;
        Map<String, @Nullable Object> back;
        Map<String, @Nullable Object> first;
        try {
            first = RoundTrip.of(message, drawn, a);
            back = RoundTrip.of(message, RoundTrip.of(message, first, b), a);
        } catch (RuntimeException e) {
            throw new AssertionError(name + " can't be read: " + drawn, e);
        }
        assertThat(back).as(name).isEqualTo(carried(message, carried(message, first, b), a));
    }

    private static Map<String, @Nullable Object> carried(
            Schema.Message message, Map<String, @Nullable Object> tree, int version) {
        return Projection.of(message, tree, version, place -> {});
    }
}
