package io.mainstay.runner.report;

import io.mainstay.client.AccountSummary;
import io.mainstay.client.Bars;
import io.mainstay.client.Positions;
import io.mainstay.runner.model.Amounts;
import io.mainstay.runner.model.Times;
import io.mainstay.runner.store.BookRows;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A report as tables for people. */
public final class TextReport {
    private static final List<String> SHOWN_TAGS =
            List.of("NetLiquidation", "TotalCashValue", "BuyingPower", "GrossPositionValue");

    private TextReport() {}

    /** Several lines, each ended. */
    public static String of(RunReport report) {
        var text = new StringBuilder();
        accounts(text, report);
        positions(text, report);
        book(text, report);
        symbols(text, report.symbols());
        for (String remark : report.remarks()) {
            text.append("note: ").append(remark).append('\n');
        }
        text.append("exit ")
                .append(report.exit().code())
                .append(": ")
                .append(report.exit().reason())
                .append('\n');
        return text.toString();
    }

    private static void accounts(StringBuilder text, RunReport report) {
        if (report.accounts().isEmpty()) {
            return;
        }
        var table = new Table("ACCOUNT", "MODE", "NET LIQUIDATION", "CASH", "BUYING POWER", "IN POSITIONS");
        for (String account : report.accounts()) {
            var row = new ArrayList<String>();
            row.add(account);
            row.add(account.equals(report.account()) ? report.mode() : "");
            for (String tag : SHOWN_TAGS) {
                row.add(value(report.summary(), account, tag));
            }
            table.row(row.toArray(String[]::new));
        }
        table.print(text);
        report.connectMs()
                .ifPresent(ms -> text.append("attached in ").append(ms).append(" ms\n"));
        text.append('\n');
    }

    private static String value(Optional<AccountSummary> summary, String account, String tag) {
        return summary.flatMap(s -> s.value(account, tag))
                .map(v -> v.value() + (v.currency().isEmpty() ? "" : " " + v.currency()))
                .orElse("-");
    }

    private static void positions(StringBuilder text, RunReport report) {
        if (report.summary().isEmpty()) {
            return;
        }
        if (report.positions().isEmpty()) {
            text.append("no positions at the gateway\n\n");
            return;
        }
        var table = new Table("POSITION", "ACCOUNT", "QUANTITY", "AVERAGE COST");
        for (Positions.Position position : report.positions()) {
            table.row(
                    position.contract().symbol(),
                    position.account(),
                    Amounts.plain(position.quantity()),
                    Amounts.money(position.averageCost()));
        }
        table.print(text);
        text.append('\n');
    }

    private static void book(StringBuilder text, RunReport report) {
        report.book()
                .ifPresent(book -> text.append(report.mode())
                        .append(" book: equity ")
                        .append(cents(book.equity()))
                        .append(", cash ")
                        .append(cents(book.cash()))
                        .append(", today ")
                        .append(cents(book.equity().subtract(book.dayStartEquity())))
                        .append('\n'));
        for (BookRows.PositionRow held : report.held()) {
            text.append("  holds ")
                    .append(Amounts.plain(held.quantity()))
                    .append(' ')
                    .append(held.symbol())
                    .append(" at ")
                    .append(Amounts.money(held.averageCost().setScale(4, RoundingMode.HALF_EVEN)))
                    .append('\n');
        }
        if (report.book().isPresent()) {
            text.append('\n');
        }
    }

    private static String cents(BigDecimal amount) {
        return amount.setScale(2, RoundingMode.HALF_EVEN).toPlainString();
    }

    /** The symbols alone: one line each, and one below it with the reasons. */
    public static void symbols(StringBuilder text, List<SymbolReport> symbols) {
        if (symbols.isEmpty()) {
            return;
        }
        var table = new Table("SYMBOL", "BARS", "LAST BAR", "OPEN", "HIGH", "LOW", "CLOSE", "SIGNAL", "DECISION");
        for (SymbolReport symbol : symbols) {
            Optional<Bars.Bar> bar = symbol.lastBar();
            table.row(
                    symbol.symbol(),
                    String.valueOf(symbol.bars()),
                    bar.map(b -> Times.shown(b.start(), symbol.zone())).orElse("-"),
                    bar.map(b -> Amounts.money(b.open())).orElse("-"),
                    bar.map(b -> Amounts.money(b.high())).orElse("-"),
                    bar.map(b -> Amounts.money(b.low())).orElse("-"),
                    bar.map(b -> Amounts.money(b.close())).orElse("-"),
                    symbol.signal().map(s -> s.action().name()).orElse("-"),
                    symbol.failure()
                            .map(f -> "FAILED")
                            .or(() -> symbol.decision().map(d -> d.kind().name()))
                            .orElse("-"));
        }
        table.print(text);
        for (SymbolReport symbol : symbols) {
            text.append("  ")
                    .append(symbol.symbol())
                    .append(": ")
                    .append(why(symbol))
                    .append('\n');
        }
        text.append('\n');
    }

    private static String why(SymbolReport symbol) {
        if (symbol.failure().isPresent()) {
            return symbol.failure().get().kind() + ": " + symbol.failure().get().reason();
        }
        String signal = symbol.signal().map(s -> s.reason()).orElse("");
        String decision = symbol.decision().map(d -> d.reason()).orElse("");
        return decision.isEmpty() || decision.contains(signal)
                ? (decision.isEmpty() ? signal : decision)
                : signal + " -> " + decision;
    }
}
