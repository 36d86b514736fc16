package io.mainstay.runner.settings;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What is looked at: symbols, and how many bars of which length.
 *
 * @param symbols US stocks' symbols, upper case, each once
 * @param duration how far back, in IB's words such as {@code 10 D}
 * @param maxConcurrent how many symbols at once
 */
public record Universe(List<String> symbols, String duration, BarSize barSize, int maxConcurrent) {
    /** More than this in one run is a mistake. */
    public static final int MAX_SYMBOLS = 100;

    private static final Pattern SYMBOL = Pattern.compile("[A-Z][A-Z0-9]{0,11}([ .][A-Z0-9]{1,4})?");
    private static final Pattern DURATION = Pattern.compile("[1-9][0-9]{0,4} [SDWMY]");

    public Universe {
        symbols = List.copyOf(new LinkedHashSet<>(symbols));
        var problems = new ArrayList<String>();
        if (symbols.isEmpty()) {
            problems.add("no symbols: name at least one, such as --symbols AAPL,MSFT");
        }
        if (symbols.size() > MAX_SYMBOLS) {
            problems.add(symbols.size() + " symbols are too many: at most " + MAX_SYMBOLS + " in one run");
        }
        for (String symbol : symbols) {
            if (!SYMBOL.matcher(symbol).matches()) {
                problems.add(
                        "\"" + shortened(symbol) + "\" is no stock symbol: letters and digits, such as AAPL or BRK B");
            }
        }
        if (!DURATION.matcher(duration).matches()) {
            problems.add("duration \"" + shortened(duration)
                    + "\" is not in IB's words: a number and S, D, W, M or Y, such as \"10 D\"");
        }
        if (maxConcurrent < 1 || maxConcurrent > 32) {
            problems.add("--max-concurrent must be 1 to 32, not " + maxConcurrent);
        }
        if (!problems.isEmpty()) {
            throw new InvalidSettings(problems.size() > 20 ? problems.subList(0, 20) : problems);
        }
    }

    /**
     * Symbols from a list with commas; case does not matter.
     *
     * @throws InvalidSettings if one of them is empty
     */
    public static List<String> split(String list) {
        var symbols = new ArrayList<String>();
        for (String part : list.split(",", -1)) {
            String symbol = part.strip().toUpperCase(Locale.ROOT);
            if (symbol.isEmpty()) {
                throw new InvalidSettings(List.of("an empty symbol in \"" + shortened(list)
                        + "\": name symbols with single commas between them"));
            }
            symbols.add(symbol);
        }
        return symbols;
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }
}
