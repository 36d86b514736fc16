package io.mainstay.cli.decode;

import io.mainstay.protocol.error.ErrorCatalogue;
import io.mainstay.protocol.error.ErrorCode;
import io.mainstay.protocol.message.ErrorMessage;
import io.mainstay.protocol.value.TickType;
import io.mainstay.protocol.value.ValueList;
import java.util.Optional;

/** What a value means, where its type does not say it. */
final class Meanings {
    private Meanings() {}

    /** The meaning of a record component's value; empty if there is nothing to say. */
    static Optional<String> of(Class<?> owner, String component, Object value) {
        if (owner == ErrorMessage.class && component.equals("errorCode")) {
            ErrorCode code = ErrorCatalogue.of((Integer) value);
            return Optional.of(code.meaning() + " " + code.advice());
        }
        Optional<ValueList> list = ValueList.of(owner.getSimpleName(), component);
        if (list.isPresent()) {
            String text = value.toString();
            Optional<String> meaning = list.get().meaning(text);
            return meaning.isPresent() || text.isEmpty()
                    ? meaning
                    : Optional.of("not a known " + list.get().name());
        }
        return component.equals("tickType") && value instanceof Integer number
                ? Optional.of(TickType.of(number).name())
                : Optional.empty();
    }
}
