package io.mainstay.engine.stream;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The generic ticks that a quote asks for beyond the usual ones, and which ticks come for which of them. */
final class GenericTicks {
    /** By tick type: the generic tick that must be asked for to get it; types that always come are not here. */
    private static final Map<Integer, Integer> ASKED_BY = Map.ofEntries(
            Map.entry(15, 165),
            Map.entry(16, 165),
            Map.entry(17, 165),
            Map.entry(18, 165),
            Map.entry(19, 165),
            Map.entry(20, 165),
            Map.entry(21, 165),
            Map.entry(23, 104),
            Map.entry(24, 106),
            Map.entry(27, 101),
            Map.entry(28, 101),
            Map.entry(29, 100),
            Map.entry(30, 100),
            Map.entry(31, 162),
            Map.entry(34, 225),
            Map.entry(35, 225),
            Map.entry(36, 225),
            Map.entry(46, 236),
            Map.entry(47, 258),
            Map.entry(48, 233),
            Map.entry(54, 293),
            Map.entry(55, 294),
            Map.entry(56, 295),
            Map.entry(57, 318),
            Map.entry(58, 411),
            Map.entry(59, 456),
            Map.entry(60, 460),
            Map.entry(61, 225),
            Map.entry(62, 292),
            Map.entry(63, 595),
            Map.entry(64, 595),
            Map.entry(65, 595),
            Map.entry(77, 375),
            Map.entry(79, 619),
            Map.entry(86, 588),
            Map.entry(87, 105),
            Map.entry(89, 236),
            Map.entry(92, 578),
            Map.entry(93, 578),
            Map.entry(94, 576),
            Map.entry(95, 576),
            Map.entry(96, 577),
            Map.entry(97, 623),
            Map.entry(98, 614),
            Map.entry(99, 614),
            Map.entry(101, 586),
            Map.entry(102, 586),
            Map.entry(105, 787),
            Map.entry(106, 787),
            Map.entry(107, 787),
            Map.entry(108, 787),
            Map.entry(109, 787),
            Map.entry(110, 787));

    private static final int NEWS = 292;

    private GenericTicks() {}

    /** The numbers in a list such as {@code 233,236}, in order; what is no number is left out. */
    static Set<Integer> numbers(String list) {
        return tokens(list).stream()
                .filter(GenericTicks::isNumber)
                .map(Integer::valueOf)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What is no number in a list, such as {@code mdoff} or {@code 292:BZ}: it can't be merged. */
    static String others(String list) {
        return tokens(list).stream().filter(token -> !isNumber(token)).collect(Collectors.joining(","));
    }

    /** The list that asks for all of it. */
    static String list(Set<Integer> numbers, String others) {
        String merged = numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
        return merged.isEmpty() || others.isEmpty() ? merged + others : merged + "," + others;
    }

    /** Whether a tick is for a holder: it always comes, or the holder asked for it, or nobody did. */
    static boolean isFor(int tickType, Set<Integer> asked, Set<Integer> askedByAnybody) {
        Integer generic = ASKED_BY.get(tickType);
        return generic == null || asked.contains(generic) || !askedByAnybody.contains(generic);
    }

    static boolean newsIsFor(Set<Integer> asked, Set<Integer> askedByAnybody) {
        return asked.contains(NEWS) || !askedByAnybody.contains(NEWS);
    }

    private static Set<String> tokens(String list) {
        return Arrays.stream(list.split(",", -1))
                .map(String::trim)
                .filter(token -> !token.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isNumber(String token) {
        return token.length() <= 6 && token.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
