package io.mainstay.runner.cycle;

import io.mainstay.client.MainstayException;
import io.mainstay.protocol.message.Contract;
import io.mainstay.runner.report.SymbolReport;
import io.mainstay.runner.store.StoreException;
import java.util.List;

/** What went wrong, as a value: kind, sentence and exit code. */
public final class Failures {
    /** From harmless to worst; the worst of several is the run's. */
    private static final List<Integer> BY_WEIGHT = List.of(0, 20, 2, 14, 13, 12, 11, 10, 30, 1);

    private static final int OUR_BUG = 1;
    private static final int FIX_IT = 2;
    private static final int MOST_CANDIDATES = 8;

    private Failures() {}

    /** The failure that an exception means. */
    public static SymbolReport.Failure of(Throwable e) {
        return switch (e) {
            case MainstayException.UnknownContract unknown ->
                new SymbolReport.Failure("UnknownContract", withCandidates(unknown), unknown.exitCode(), false);
            case MainstayException known ->
                new SymbolReport.Failure(
                        known.getClass().getSimpleName(), message(known), known.exitCode(), connectionLost(known));
            case StoreException store ->
                new SymbolReport.Failure("Store" + store.why(), message(store), exitCode(store), false);
            default -> new SymbolReport.Failure(e.getClass().getSimpleName(), "a bug of ours: " + e, OUR_BUG, false);
        };
    }

    private static int exitCode(StoreException store) {
        return store.why() == StoreException.Cause.OTHER || store.why() == StoreException.Cause.CONFLICT
                ? OUR_BUG
                : FIX_IT;
    }

    /** Whether the attachment must be made anew. */
    static boolean connectionLost(MainstayException e) {
        return switch (e) {
            case MainstayException.GatewayDown down -> true;
            case MainstayException.GatewayMute mute -> true;
            case MainstayException.GatewayRefused refused -> true;
            case MainstayException.LinkDown link -> false;
            case MainstayException.WorkerFailed worker -> true;
            case MainstayException.Disconnected gone -> true;
            case MainstayException.TimedOut late -> false;
            case MainstayException.UnknownContract unknown -> false;
            case MainstayException.NoData none -> false;
            case MainstayException.Pacing pacing -> false;
            case MainstayException.RequestRefused refused -> false;
            case MainstayException.ProtocolError protocol -> true;
            case MainstayException.Interrupted interrupted -> false;
        };
    }

    private static String withCandidates(MainstayException.UnknownContract unknown) {
        if (unknown.candidates().isEmpty()) {
            return message(unknown);
        }
        List<String> names = unknown.candidates().stream()
                .limit(MOST_CANDIDATES)
                .map(Failures::describe)
                .toList();
        String text = message(unknown);
        return names.stream().allMatch(text::contains) ? text : text + "; candidates: " + String.join(", ", names);
    }

    private static String describe(Contract contract) {
        String exchange = contract.primaryExchange().isEmpty() ? contract.exchange() : contract.primaryExchange();
        return contract.symbol() + " " + contract.secType() + " " + exchange + " " + contract.currency();
    }

    private static String message(Throwable e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    /** The worse of two exit codes. */
    public static int worse(int a, int b) {
        return BY_WEIGHT.indexOf(a) >= BY_WEIGHT.indexOf(b) ? a : b;
    }
}
