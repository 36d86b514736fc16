package io.mainstay.protocol.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorCatalogueTest {
    private static final Path FACTS = Path.of("../../../shared/protocol/errors.csv");

    /** Where we know better than the table of facts, each with its reason. */
    private static final Map<Integer, Ends> DEVIATIONS = Map.ofEntries(
            // It confirms that nothing is there to cancel, as 10147 does; an order that works elsewhere is not over.
            Map.entry(135, Ends.CHANGE),
            // They answer a change of an order that lives.
            Map.entry(440, Ends.CHANGE),
            Map.entry(444, Ends.CHANGE),
            // These come under the ids of requests and of orders.
            Map.entry(200, Ends.EITHER),
            Map.entry(203, Ends.EITHER),
            Map.entry(314, Ends.EITHER),
            Map.entry(320, Ends.EITHER),
            Map.entry(321, Ends.EITHER),
            Map.entry(322, Ends.EITHER),
            Map.entry(323, Ends.EITHER),
            Map.entry(407, Ends.EITHER),
            Map.entry(435, Ends.EITHER),
            Map.entry(436, Ends.EITHER),
            Map.entry(10295, Ends.EITHER),
            Map.entry(10314, Ends.EITHER),
            // Data come again when the other session has ended, under the same request.
            Map.entry(10197, Ends.NOTHING),
            // Whether the order lives is not known; "over" would invite a second one.
            Map.entry(10328, Ends.NOTHING));

    @Test
    void shouldAgreeWithEveryRowOfTheTableOfFacts() throws IOException {
        if (!Files.exists(FACTS)) {
            abort("the table is not here: " + FACTS);
        }
        List<String> lines = Files.readAllLines(FACTS);
        var problems = new ArrayList<String>();
        for (String line : lines.subList(1, lines.size())) {
            String[] row = line.split(",");
            int code = Integer.parseInt(row[0]);
            ErrorCode ours = ErrorCatalogue.of(code);
            String kind = ours.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
            boolean agrees = kind.equals(row[1])
                    && ours.severity().name().equalsIgnoreCase(row[2])
                    && ours.ends() == DEVIATIONS.getOrDefault(code, expected(ours, row[3]));
            if (!agrees) {
                problems.add(line + "\n    " + ours);
            }
        }
        assertThat(problems).isEmpty();
        assertThat(lines).hasSizeGreaterThan(490);
    }

    private static Ends expected(ErrorCode code, String ends) {
        boolean ofChange = code.kind() == ErrorKind.ORDER_MODIFY
                || code.kind() == ErrorKind.ORDER_CANCEL && code.severity() == Severity.WARNING;
        return switch (ends) {
            case "no" -> ofChange ? Ends.CHANGE : Ends.NOTHING;
            case "request" -> Ends.REQUEST;
            case "order" -> ofChange ? Ends.CHANGE : Ends.ORDER;
            case "subscription" -> Ends.STREAM;
            case "connection" -> Ends.CONNECTION;
            case "depends" -> Ends.BY_TEXT;
            default -> throw new AssertionError(ends);
        };
    }

    @Test
    void shouldListEachCodeOnceInOrder() {
        assertThat(ErrorCatalogue.all())
                .extracting(ErrorCode::code)
                .doesNotHaveDuplicates()
                .isSorted();
        assertThat(ErrorCatalogue.all())
                .allMatch(code -> ErrorCatalogue.of(code.code()).equals(code));
    }

    @Test
    void shouldTellWhatHappenedAndWhatToDoForEveryCode() {
        assertThat(ErrorCatalogue.all()).hasSizeGreaterThan(490).allSatisfy(code -> {
            assertThat(code.known()).isTrue();
            assertThat(code.meaning()).matches("[A-Z].{10,}\\.");
            assertThat(code.advice()).matches("[A-Z].{6,}\\.");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {103, 110, 201, 321, 200, 10_052, 10_314})
    void shouldSayOfARejectionThatTheOrderDoesNotLive(int code) {
        assertThat(ErrorCatalogue.of(code).endsOrder()).isTrue();
        assertThat(ErrorCatalogue.of(code).severity()).isEqualTo(Severity.ERROR);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {104, 105, 134, 161, 202, 399, 404, 440, 444, 462, 504, 2109, 2161, 10_147, 10_148, 10_328, 10_349})
    void shouldNeverSayOfAnOrderThatMayLiveThatItDoesNot(int code) {
        assertThat(ErrorCatalogue.of(code).endsOrder()).isFalse();
    }

    @Test
    void shouldTellAConfirmedCancelFromAFailure() {
        ErrorCode cancelled = ErrorCatalogue.of(ErrorCatalogue.ORDER_CANCELLED);
        assertThat(cancelled.severity()).isEqualTo(Severity.INFO);
        assertThat(cancelled.endsRequest()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {101, 162, 200, 300, 316, 321, 322, 354, 2100, 2101, 2188, 10_168, 10_182, 10_225})
    void shouldEndTheRequestThatGetsNoFurtherAnswer(int code) {
        assertThat(ErrorCatalogue.of(code).endsRequest()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 165, 317, 366, 1100, 1101, 1102, 2104, 2106, 2158, 2174, 2176, 10_090, 10_167, 10_197})
    void shouldLeaveARequestOpenThatGoesOn(int code) {
        assertThat(ErrorCatalogue.of(code).endsRequest("Delayed or not")).isFalse();
    }

    @Test
    void shouldReadFromTheTextWhetherDelayedDataFollow() {
        ErrorCode code = ErrorCatalogue.of(10_089);
        assertThat(code.endsRequest("See link. Delayed market data is available."))
                .isFalse();
        assertThat(code.endsRequest("See link for more details.")).isTrue();
        assertThat(code.endsRequest()).as("without the text").isFalse();
    }

    @Test
    void shouldKnowTheStateOfTheLinkFromThatOfTheFarms() {
        assertThat(ErrorCatalogue.all().stream().filter(ErrorCode::isLink).map(ErrorCode::code))
                .containsExactly(1100, 1101, 1102, 2110);
        assertThat(ErrorCatalogue.all().stream().filter(ErrorCode::isLinkDown).map(ErrorCode::code))
                .containsExactly(1100, 2110);
        assertThat(ErrorCatalogue.all().stream()
                        .filter(code -> code.kind() == ErrorKind.DATA_FARM)
                        .map(ErrorCode::code))
                .containsExactly(2103, 2104, 2105, 2106, 2107, 2108, 2119, 2157, 2158);
    }

    @Test
    void shouldJudgeAnUnknownCodeByItsRangeAndNeverCallAnOrderDeadForIt() {
        for (int code : new int[] {-7, 199, 999, 1_050, 2_199, 2_200, 10_999, Integer.MAX_VALUE}) {
            ErrorCode unknown = ErrorCatalogue.of(code);
            assertThat(unknown.known()).isFalse();
            assertThat(unknown.endsOrder()).isFalse();
            assertThat(unknown.advice()).isNotEmpty();
        }
        assertThat(ErrorCatalogue.of(1_050).endsRequest()).isFalse();
        assertThat(ErrorCatalogue.of(2_199).endsRequest()).isFalse();
        assertThat(ErrorCatalogue.of(10_999).endsRequest()).isTrue();
    }

    @Test
    void shouldSayWhichCodesMayRefuseARequestWithoutAnId() {
        for (int code : new int[] {320, 321, 322, 323, 327, 330, 331, 2101, 435}) {
            assertThat(ErrorCatalogue.of(code).mayRefuseUnnamedRequest())
                    .as("%d", code)
                    .isTrue();
        }
        for (int code : new int[] {200, 326, 504, 1100, 2100, 2104, 10_147}) {
            assertThat(ErrorCatalogue.of(code).mayRefuseUnnamedRequest())
                    .as("%d", code)
                    .isFalse();
        }
    }
}
