package io.mainstay.runner.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.mainstay.client.AccountSummary;
import io.mainstay.client.Positions;
import io.mainstay.runner.execution.Decision;
import io.mainstay.runner.model.Amounts;
import io.mainstay.runner.store.BookRows;
import io.mainstay.runner.strategy.Signal;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A report as one JSON document. Amounts are numbers with all their digits; what is not known is null. */
public final class JsonReport {
    private JsonReport() {}

    /** One line, without a line end. */
    public static String of(RunReport report) {
        var text = new StringWriter();
        try (JsonGenerator json =
                new JsonFactory().createGenerator(text).enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)) {
            write(json, report);
        } catch (IOException e) {
            throw new UncheckedIOException("a string can't be written", e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, RunReport report) throws IOException {
        json.writeStartObject();
        json.writeStringField("mode", report.mode());
        json.writeStringField("account", report.account());
        json.writeArrayFieldStart("accounts");
        for (String account : report.accounts()) {
            json.writeString(account);
        }
        json.writeEndArray();
        summary(json, report);
        json.writeArrayFieldStart("positions");
        for (Positions.Position position : report.positions()) {
            position(json, position);
        }
        json.writeEndArray();
        book(json, report);
        json.writeArrayFieldStart("symbols");
        for (SymbolReport symbol : report.symbols()) {
            symbol(json, symbol);
        }
        json.writeEndArray();
        if (report.connectMs().isPresent()) {
            json.writeNumberField("connectMs", report.connectMs().getAsLong());
        } else {
            json.writeNullField("connectMs");
        }
        json.writeNumberField("rounds", report.rounds());
        text(json, "asOf", report.asOf());
        json.writeArrayFieldStart("remarks");
        for (String remark : report.remarks()) {
            json.writeString(remark);
        }
        json.writeEndArray();
        json.writeObjectFieldStart("exit");
        json.writeNumberField("code", report.exit().code());
        json.writeStringField("reason", report.exit().reason());
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void summary(JsonGenerator json, RunReport report) throws IOException {
        json.writeArrayFieldStart("summary");
        for (AccountSummary.AccountValue value :
                report.summary().map(AccountSummary::values).orElse(List.of())) {
            json.writeStartObject();
            json.writeStringField("account", value.account());
            json.writeStringField("tag", value.tag());
            json.writeStringField("value", value.value());
            json.writeStringField("currency", value.currency());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void position(JsonGenerator json, Positions.Position position) throws IOException {
        json.writeStartObject();
        json.writeStringField("account", position.account());
        json.writeNumberField("conId", position.contract().conId());
        json.writeStringField("symbol", position.contract().symbol());
        json.writeStringField("secType", position.contract().secType());
        json.writeStringField("exchange", position.contract().exchange());
        json.writeStringField("currency", position.contract().currency());
        number(json, "quantity", position.quantity());
        number(json, "averageCost", position.averageCost());
        json.writeEndObject();
    }

    private static void book(JsonGenerator json, RunReport report) throws IOException {
        if (report.book().isEmpty()) {
            json.writeNullField("book");
            return;
        }
        var book = report.book().get();
        json.writeObjectFieldStart("book");
        number(json, "cash", book.cash());
        number(json, "positionsValue", book.positionsValue());
        number(json, "equity", book.equity());
        number(json, "dayStartEquity", book.dayStartEquity());
        json.writeArrayFieldStart("positions");
        for (BookRows.PositionRow held : report.held()) {
            json.writeStartObject();
            json.writeNumberField("conId", held.conId());
            json.writeStringField("symbol", held.symbol());
            number(json, "quantity", held.quantity());
            number(json, "averageCost", held.averageCost());
            number(json, "realisedPnl", held.realisedPnl());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void symbol(JsonGenerator json, SymbolReport symbol) throws IOException {
        json.writeStartObject();
        json.writeStringField("symbol", symbol.symbol());
        if (symbol.conId().isPresent()) {
            json.writeNumberField("conId", symbol.conId().get());
        } else {
            json.writeNullField("conId");
        }
        json.writeNumberField("bars", symbol.bars());
        text(json, "lastBarTime", symbol.lastBar().map(bar -> bar.start()));
        number(json, "lastOpen", symbol.lastBar().map(bar -> bar.open()));
        number(json, "lastHigh", symbol.lastBar().map(bar -> bar.high()));
        number(json, "lastLow", symbol.lastBar().map(bar -> bar.low()));
        number(json, "lastClose", symbol.lastBar().map(bar -> bar.close()));
        text(json, "signal", symbol.signal().map(Signal::action));
        text(json, "signalBarTime", symbol.signalBar());
        text(json, "signalReason", symbol.signal().map(Signal::reason));
        json.writeObjectFieldStart("signalValues");
        for (Map.Entry<String, BigDecimal> value :
                symbol.signal().map(Signal::values).orElse(Map.of()).entrySet()) {
            number(json, value.getKey(), value.getValue());
        }
        json.writeEndObject();
        text(json, "decision", symbol.decision().map(Decision::kind));
        text(json, "reason", symbol.decision().map(Decision::reason));
        order(json, symbol.decision().flatMap(Decision::order));
        failure(json, symbol.failure());
        json.writeEndObject();
    }

    private static void order(JsonGenerator json, Optional<Decision.OrderLine> order) throws IOException {
        if (order.isEmpty()) {
            json.writeNullField("order");
            return;
        }
        Decision.OrderLine line = order.get();
        json.writeObjectFieldStart("order");
        json.writeNumberField("id", line.id());
        json.writeStringField("key", line.key());
        json.writeStringField("side", line.side().name());
        number(json, "quantity", line.quantity());
        json.writeStringField("status", line.state().name());
        number(json, "filled", line.filled());
        number(json, "averagePrice", line.averagePrice());
        number(json, "commission", line.commission());
        json.writeStringField("priceSource", line.priceSource());
        json.writeEndObject();
    }

    private static void failure(JsonGenerator json, Optional<SymbolReport.Failure> failure) throws IOException {
        if (failure.isEmpty()) {
            json.writeNullField("failure");
            return;
        }
        json.writeObjectFieldStart("failure");
        json.writeStringField("kind", failure.get().kind());
        json.writeStringField("reason", failure.get().reason());
        json.writeNumberField("exitCode", failure.get().exitCode());
        json.writeEndObject();
    }

    private static void text(JsonGenerator json, String name, Optional<?> value) throws IOException {
        if (value.isPresent()) {
            json.writeStringField(name, value.get().toString());
        } else {
            json.writeNullField(name);
        }
    }

    private static void number(JsonGenerator json, String name, Optional<BigDecimal> value) throws IOException {
        if (value.isPresent()) {
            number(json, name, value.get());
        } else {
            json.writeNullField(name);
        }
    }

    private static void number(JsonGenerator json, String name, BigDecimal value) throws IOException {
        json.writeNumberField(name, new BigDecimal(Amounts.plain(value)));
    }
}
