package io.mainstay.cli.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One JSON document: {@code messages[]}, written as they come, and {@code leftover[]}, what no layout explains. */
public final class JsonOutput implements Output {
    /** A hopelessly damaged input must not cost memory without end; the rest is counted. */
    private static final int MOST_LEFTOVER = 10_000;

    private record Rest(long offset, String what) {}

    private final JsonGenerator json;
    private final List<Rest> leftover = new ArrayList<>();
    private long leftOut;

    /** Begins the document. */
    public JsonOutput(Writer out) throws IOException {
        json = new JsonFactory().createGenerator(out);
        json.writeStartObject();
        json.writeArrayFieldStart("messages");
    }

    @Override
    public void message(Decoded message) throws IOException {
        json.writeStartObject();
        json.writeStringField("direction", message.direction() == Direction.IN ? "in" : "out");
        json.writeBooleanField("directionGuessed", message.directionGuessed());
        Integer id = message.id();
        if (id == null) {
            json.writeNullField("id");
        } else {
            json.writeNumberField("id", id);
        }
        json.writeStringField("name", message.name());
        json.writeStringField("dialect", message.dialect());
        json.writeNumberField("lengthBytes", message.lengthBytes());
        json.writeNumberField("offset", message.offset());
        Record body = message.body();
        if (body == null) {
            json.writeNullField("fields");
            json.writeStringField("problem", message.problem());
        } else {
            var meanings = new LinkedHashMap<String, String>();
            json.writeFieldName("fields");
            fields(body, "", meanings);
            if (!meanings.isEmpty()) {
                json.writeObjectFieldStart("meanings");
                for (Map.Entry<String, String> meaning : meanings.entrySet()) {
                    json.writeStringField(meaning.getKey(), meaning.getValue());
                }
                json.writeEndObject();
            }
        }
        json.writeEndObject();
        for (String rest : message.leftover()) {
            keep(message.offset(), rest);
        }
    }

    @Override
    public void damage(long offset, String what) {
        keep(offset, what);
    }

    @Override
    public void end() throws IOException {
        json.writeEndArray();
        json.writeArrayFieldStart("leftover");
        for (Rest rest : leftover) {
            json.writeStartObject();
            json.writeNumberField("offset", rest.offset());
            json.writeStringField("what", rest.what());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("leftoverNotListed", leftOut);
        json.writeEndObject();
        json.flush();
    }

    private void keep(long offset, String what) {
        if (leftover.size() < MOST_LEFTOVER) {
            leftover.add(new Rest(offset, what));
        } else {
            leftOut++;
        }
    }

    private void fields(Record body, String path, Map<String, String> meanings) throws IOException {
        json.writeStartObject();
        for (Map.Entry<String, @Nullable Object> field : Fields.of(body).entrySet()) {
            Object value = field.getValue();
            json.writeFieldName(field.getKey());
            value(value, path + field.getKey(), meanings);
            if (value != null) {
                Meanings.of(body.getClass(), field.getKey(), value)
                        .ifPresent(meaning -> meanings.put(path + field.getKey(), meaning));
            }
        }
        json.writeEndObject();
    }

    private void value(@Nullable Object value, String path, Map<String, String> meanings) throws IOException {
        switch (value) {
            case null -> json.writeNull();
            case Record structure -> fields(structure, path + ".", meanings);
            case List<?> list -> {
                json.writeStartArray();
                for (int i = 0; i < list.size(); i++) {
                    value(list.get(i), path + "[" + i + "]", meanings);
                }
                json.writeEndArray();
            }
            case BigDecimal number -> json.writeNumber(number.toPlainString());
            case Integer number -> json.writeNumber(number);
            case Long number -> json.writeNumber(number);
            case Boolean flag -> json.writeBoolean(flag);
            default -> json.writeString(value.toString());
        }
    }
}
