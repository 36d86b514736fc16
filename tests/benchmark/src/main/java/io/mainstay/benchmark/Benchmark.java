package io.mainstay.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code scripts/benchmark [section ...]}: without a section all of them, one after the other. Everything runs against
 * gateways of its own, in a temporary folder.
 */
public final class Benchmark {
    /** One group of figures. */
    @FunctionalInterface
    private interface Section {
        void measure(Workplace workplace) throws Exception;
    }

    private static final Map<String, Section> SECTIONS = sections();

    private Benchmark() {}

    /** Takes the path of the launcher, then names of sections. */
    public static void main(String[] args) throws Exception {
        List<String> names = new ArrayList<>(Arrays.asList(args).subList(1, args.length));
        if (names.isEmpty()) {
            names.addAll(SECTIONS.keySet());
        }
        for (String name : names) {
            if (!SECTIONS.containsKey(name)) {
                System.err.println("no section " + name + "; there are " + String.join(" ", SECTIONS.keySet()));
                System.exit(2);
            }
        }
        for (String name : names) {
            Report.title(name);
            Workplace workplace = Workplace.create(Path.of(args[0]));
            try {
                SECTIONS.getOrDefault(name, none -> {}).measure(workplace);
            } finally {
                workplace.end();
            }
        }
    }

    private static Map<String, Section> sections() {
        var all = new LinkedHashMap<String, Section>();
        all.put("runs", Runs::measure);
        all.put("trips", RoundTrips::measure);
        all.put("attach", Attaches::measure);
        all.put("ticks", FanOut::measure);
        all.put("stalled", StalledClients::measure);
        all.put("memory", WorkerMemory::measure);
        all.put("library", LibraryTicks::measure);
        all.put("orders", LibraryOrders::measure);
        return all;
    }
}
