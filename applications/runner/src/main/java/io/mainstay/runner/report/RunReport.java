package io.mainstay.runner.report;

import io.mainstay.client.AccountSummary;
import io.mainstay.client.Positions;
import io.mainstay.runner.execution.Desk;
import io.mainstay.runner.store.BookRows;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a run has found and done, as it stands after its last round.
 *
 * @param account that the run uses; empty before the gateway named it
 * @param accounts all of the login
 * @param summary what the gateway says about them; empty in a run that did not get so far
 * @param positions the gateway's
 * @param book the runner's own money: the paper book, or the account's
 * @param held the runner's own positions
 * @param connectMs from the attachment's begin until it was usable; absent if it never was
 * @param rounds how many rounds were completed
 * @param remarks what the user should know besides
 */
public record RunReport(
        String mode,
        String account,
        List<String> accounts,
        Optional<AccountSummary> summary,
        List<Positions.Position> positions,
        Optional<Desk.BookValue> book,
        List<BookRows.PositionRow> held,
        List<SymbolReport> symbols,
        OptionalLong connectMs,
        int rounds,
        Optional<Instant> asOf,
        List<String> remarks,
        Exit exit) {

    public RunReport {
        accounts = List.copyOf(accounts);
        positions = List.copyOf(positions);
        held = List.copyOf(held);
        symbols = List.copyOf(symbols);
        remarks = List.copyOf(remarks);
    }

    /** How the run ended: what the process exits with, and why, in a sentence. */
    public record Exit(int code, String reason) {}

    /** A run that has found nothing yet. */
    public static RunReport empty(String mode) {
        return new RunReport(
                mode,
                "",
                List.of(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                List.of(),
                List.of(),
                OptionalLong.empty(),
                0,
                Optional.empty(),
                List.of(),
                new Exit(0, ""));
    }

    public RunReport withExit(Exit exit) {
        return new RunReport(
                mode, account, accounts, summary, positions, book, held, symbols, connectMs, rounds, asOf, remarks,
                exit);
    }

    public RunReport withConnectMs(long ms) {
        return new RunReport(
                mode,
                account,
                accounts,
                summary,
                positions,
                book,
                held,
                symbols,
                OptionalLong.of(ms),
                rounds,
                asOf,
                remarks,
                exit);
    }

    public RunReport withRemarks(List<String> remarks) {
        return new RunReport(
                mode, account, accounts, summary, positions, book, held, symbols, connectMs, rounds, asOf, remarks,
                exit);
    }
}
