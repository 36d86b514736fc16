package io.mainstay.protocol.property;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.protocol.field.FieldWriter;
import io.mainstay.protocol.generator.Schema;
import io.mainstay.protocol.message.HasReqId;
import io.mainstay.protocol.message.Incoming;
import io.mainstay.protocol.message.Message;
import io.mainstay.protocol.message.Outgoing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WriteReadTest {
    private static final int SAMPLES = 12;
    private static final int SAMPLES_UNDER_IDS = 4;
    private static final int MOST_SAMPLES = 3_000;
    private static final List<Integer> REQUEST_IDS = List.of(-1, 0, 9, 127, 128, 1_000_000_017, Integer.MAX_VALUE);

    private static final Coverage COVERAGE = new Coverage();

    static Stream<Named<Schema.Message>> messages() {
        return Descriptions.messages().stream().map(message -> Named.of(message.name(), message));
    }

    static Stream<Named<Schema.Message>> messagesOfRequests() {
        return messages()
                .filter(message -> HasReqId.class.isAssignableFrom(Descriptions.recordOf(message.getPayload())));
    }

    /** At the first and the last version of each class, and goes on until each place has been there with a value. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("messages")
    void shouldReadBackWhatItWroteAtEachVersionClass(Schema.Message message) {
        for (int start : Descriptions.versionClasses(message)) {
            for (int sample = 0; sample < MOST_SAMPLES; sample++) {
                if (sample >= SAMPLES && COVERAGE.missing(message, start).isEmpty()) {
                    break;
                }
                Map<String, @Nullable Object> tree = RandomMessages.draw(message, sample);
                check(message, tree, start, start, sample);
                check(message, tree, start, Descriptions.lastOfClass(message, start), sample);
                COVERAGE.sample(message, start);
            }
        }
    }

    /** What several clients get is written once for each version, and each client's own id is put in. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("messagesOfRequests")
    void shouldWriteAFrameUnderAnotherRequestIdAsItWritesTheMessageUnderThatId(Schema.Message message) {
        for (int start : Descriptions.versionClasses(message)) {
            for (int sample = 0; sample < SAMPLES_UNDER_IDS; sample++) {
                var drawn =
                        (HasReqId) Trees.toRecord(Descriptions.recordOf(message), RandomMessages.draw(message, sample));
                var template = new FieldWriter(start);
                var patched = new FieldWriter(start);
                var expected = new FieldWriter(start);
                drawn.withReqId(7).write(template);
                ((Message) drawn).write(template);
                for (int reqId : REQUEST_IDS) {
                    patched.writeUnder(reqId, template);
                    drawn.withReqId(reqId).write(expected);
                }
                assertThat(patched.toByteArray())
                        .as(name(message, start, sample))
                        .isEqualTo(expected.toByteArray());
            }
        }
    }

    private static void check(
            Schema.Message message, Map<String, @Nullable Object> tree, int start, int version, int sample) {
        Map<String, @Nullable Object> expected =
                Projection.of(message, tree, version, place -> COVERAGE.carried(message, start, place));
        Map<String, @Nullable Object> read;
        try {
            read = RoundTrip.of(message, tree, version);
        } catch (RuntimeException e) {
            throw new AssertionError(name(message, version, sample) + " can't be read back: " + tree, e);
        }
        assertThat(read).as(() -> name(message, version, sample)).isEqualTo(expected);
    }

    private static String name(Schema.Message message, int version, int sample) {
        return message.name() + " at version " + version + ", sample " + sample + " of seed " + RandomMessages.SEED;
    }

    @Test
    void shouldDescribeEachRecordOfBothDirections() {
        var described = Descriptions.messages().stream()
                .map(Schema.Message::name)
                .collect(Collectors.toCollection(TreeSet::new));
        var generated = Stream.of(Incoming.class, Outgoing.class)
                .flatMap(direction -> Arrays.stream(direction.getPermittedSubclasses()))
                .map(Class::getSimpleName)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(generated).isEqualTo(described);
    }

    @AfterAll
    static void shouldLeaveNoHole() throws IOException {
        Path table = Path.of("target/message-coverage.md");
        String text = COVERAGE.table();
        Files.writeString(table, text);
        System.out.println(text);
        List<String> holes = COVERAGE.holes();
        assertThat(holes)
                .as("places that no sample brought to the wire; see %s", table)
                .isEmpty();
    }
}
