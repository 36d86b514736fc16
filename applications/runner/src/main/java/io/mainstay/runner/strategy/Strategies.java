package io.mainstay.runner.strategy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** The strategies on the class path. */
public final class Strategies {
    private Strategies() {}

    public static Optional<Strategy> named(String name) {
        for (Strategy strategy : ServiceLoader.load(Strategy.class)) {
            if (strategy.name().equals(name)) {
                return Optional.of(strategy);
            }
        }
        return Optional.empty();
    }

    public static List<String> names() {
        var names = new ArrayList<String>();
        for (Strategy strategy : ServiceLoader.load(Strategy.class)) {
            names.add(strategy.name());
        }
        names.sort(null);
        return names;
    }
}
