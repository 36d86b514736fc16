package io.mainstay.simulator.market;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;

/**
 * The seeded course of one session: a random bridge from its open to its close, in ticks, one point every 30 seconds
 * and straight between them; volume is heavy at both ends of the day.
 */
final class DayPath {
    private static final int STEP_SECONDS = 30;

    private final Session session;
    private final int[] ticks;
    private final int[] volumes;

    private DayPath(Session session, int[] ticks, int[] volumes) {
        this.session = session;
        this.ticks = ticks;
        this.volumes = volumes;
    }

    static DayPath create(Instrument instrument, Session session, double open, double close, long daySeed) {
        int steps = (int) (Duration.between(session.open(), session.close()).toSeconds() / STEP_SECONDS);
        var random = new SplittableRandom(daySeed);
        double stepDeviation = instrument.annualVolatility() / Math.sqrt(252.0 * steps) * 0.9;
        double[] walk = new double[steps + 1];
        for (int i = 1; i <= steps; i++) {
            walk[i] = walk[i - 1] + random.nextGaussian() * stepDeviation;
        }
        double tick = instrument.minTick().doubleValue();
        double drift = Math.log(close / open);
        int[] ticks = new int[steps + 1];
        int[] volumes = new int[steps];
        for (int i = 0; i <= steps; i++) {
            double share = (double) i / steps;
            double bridge = walk[i] - share * walk[steps];
            ticks[i] = Math.toIntExact(Math.round(open * Math.exp(share * drift + bridge) / tick));
        }
        for (int i = 0; i < steps; i++) {
            double x = 2.0 * (i + 0.5) / steps - 1;
            double shape = 0.55 + 1.35 * x * x;
            volumes[i] = (int)
                    (instrument.averageDailyVolume() / (double) steps * shape * (0.4 + 1.2 * random.nextDouble()));
        }
        return new DayPath(session, ticks, volumes);
    }

    Session session() {
        return session;
    }

    int lastSecond() {
        return volumes.length * STEP_SECONDS;
    }

    /** The second of the session at {@code time}, kept inside it. */
    int second(Instant time) {
        long second = Duration.between(session.open(), time).toSeconds();
        return Math.clamp(second, 0, lastSecond());
    }

    int tickAt(int second) {
        int step = second / STEP_SECONDS;
        int rest = second % STEP_SECONDS;
        return rest == 0
                ? ticks[step]
                : (int) Math.round(ticks[step] + (ticks[step + 1] - ticks[step]) * (rest / (double) STEP_SECONDS));
    }

    /**
     * A second from which on, and not before, a price may be outside a range; it may be earlier than need be, and is the last
     * one where that holds after the session alone. Empty if it never is.
     *
     * @param lowest the lowest tick inside
     * @param above the lowest tick that is above the range
     * @param margin how far other prices may be away from a tick
     */
    OptionalInt firstSecondOutside(int from, long lowest, long above, IntUnaryOperator margin) {
        for (int i = from / STEP_SECONDS; i <= volumes.length; i++) {
            int next = ticks[Math.min(i + 1, volumes.length)];
            int high = Math.max(ticks[i], next);
            int low = Math.min(ticks[i], next);
            int away = margin.applyAsInt(high);
            if (low - away < lowest || high + away >= above) {
                return OptionalInt.of(Math.max(from, i * STEP_SECONDS));
            }
        }
        return OptionalInt.empty();
    }

    int high(int from, int to) {
        int high = Math.max(tickAt(from), tickAt(to));
        for (int i = from / STEP_SECONDS + 1; i <= to / STEP_SECONDS; i++) {
            high = Math.max(high, ticks[i]);
        }
        return high;
    }

    int low(int from, int to) {
        int low = Math.min(tickAt(from), tickAt(to));
        for (int i = from / STEP_SECONDS + 1; i <= to / STEP_SECONDS; i++) {
            low = Math.min(low, ticks[i]);
        }
        return low;
    }

    /** Shares traded between two seconds; what is said of parts adds up to what is said of the whole. */
    long volume(int from, int to) {
        return volumeUntil(to) - volumeUntil(from);
    }

    /** The average tick between two seconds, weighted by volume. */
    double averageTick(int from, int to) {
        double sum = 0;
        double weight = 0;
        for (int i = from / STEP_SECONDS; i * STEP_SECONDS < to; i++) {
            double middle = (ticks[i] + ticks[i + 1]) / 2.0;
            sum += middle * (volumes[i] + 1);
            weight += volumes[i] + 1;
        }
        return weight == 0 ? tickAt(from) : Math.clamp(sum / weight, low(from, to), high(from, to));
    }

    private long volumeUntil(int second) {
        long sum = 0;
        int whole = second / STEP_SECONDS;
        for (int i = 0; i < whole; i++) {
            sum += volumes[i];
        }
        return whole < volumes.length ? sum + (long) volumes[whole] * (second % STEP_SECONDS) / STEP_SECONDS : sum;
    }
}
