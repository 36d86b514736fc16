package io.mainstay.simulator.script;

import io.mainstay.protocol.message.Message;
import io.mainstay.simulator.fields.RecordFields;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Whether messages are what a script expects. */
final class Matching {
    private Matching() {}

    /** Whether a message is as the pattern wants it; if so, the variables that the pattern names are set. */
    static boolean matches(MessagePattern pattern, Message message, Variables variables) {
        if (!message.wireName().equals(pattern.name())) {
            return false;
        }
        Map<String, String> captured = new HashMap<>();
        for (Check check : pattern.checks()) {
            List<Object> values = RecordFields.at((Record) message, check.path());
            String unset = check.operator().equals("=") ? variables.unset(check.value()) : "";
            if (!unset.isEmpty() && !captured.containsKey(unset)) {
                captured.put(unset, values.isEmpty() ? "" : text(values.getFirst()));
            } else {
                String wanted = unset.isEmpty() ? variables.of(check.value()) : String.valueOf(captured.get(unset));
                if (!holds(check.operator(), values, wanted)) {
                    return false;
                }
            }
        }
        captured.forEach(variables::set);
        return true;
    }

    private static boolean holds(String operator, List<Object> values, String wanted) {
        return switch (operator) {
            case "!=" -> !holds("=", values, wanted);
            case "=" -> values.isEmpty() ? wanted.isEmpty() : values.stream().anyMatch(value -> equal(value, wanted));
            case "~" ->
                values.stream()
                        .anyMatch(value ->
                                Pattern.compile(wanted).matcher(text(value)).find());
            default -> values.stream().anyMatch(value -> compares(operator, value, wanted));
        };
    }

    private static boolean equal(Object value, String wanted) {
        return value instanceof Number && isNumber(wanted)
                ? new BigDecimal(text(value)).compareTo(new BigDecimal(wanted)) == 0
                : text(value).equals(wanted);
    }

    private static boolean compares(String operator, Object value, String wanted) {
        if (!isNumber(text(value)) || !isNumber(wanted)) {
            return false;
        }
        int order = new BigDecimal(text(value)).compareTo(new BigDecimal(wanted));
        return switch (operator) {
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
        };
    }

    private static boolean isNumber(String text) {
        return text.matches("[+-]?\\d{1,40}(\\.\\d{1,40})?");
    }

    private static String text(Object value) {
        return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
    }
}
