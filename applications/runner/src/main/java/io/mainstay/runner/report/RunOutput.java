package io.mainstay.runner.report;

import java.io.PrintStream;

/**
 * Where a run writes: the report alone to {@code out}, everything else to {@code err}.
 *
 * @param json whether the report is one JSON document instead of tables
 * @param progress whether each step is told on {@code err}
 */
public record RunOutput(PrintStream out, PrintStream err, boolean json, boolean progress) {
    /** One line about a step, if progress is wanted. */
    public void step(String line) {
        if (progress) {
            err.println(line);
        }
    }

    /** One line about trouble, always. */
    public void trouble(String line) {
        err.println("mainstay run: " + line);
    }

    /** The last word of a run; the only JSON document. */
    public void end(RunReport report) {
        if (json) {
            out.println(JsonReport.of(report));
        } else {
            out.print(TextReport.of(report));
        }
        out.flush();
    }

    /** What a round of a continuous run has changed; only where people read. */
    public void changed(RunReport report) {
        if (json) {
            return;
        }
        var text = new StringBuilder();
        TextReport.symbols(text, report.symbols());
        out.print(text);
        out.flush();
    }
}
