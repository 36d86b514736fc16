package io.mainstay.simulator.junit;

import io.mainstay.simulator.market.MarketHours;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives tests a simulated gateway of their own on a free port of this machine, and ends it after them.
 *
 * <p>Parameters of the types {@link io.mainstay.simulator.GatewaySimulator} and, with {@link #startAt},
 * {@link io.mainstay.simulator.clock.SteppedClock} are filled in. One that a test method or {@code @BeforeEach} takes is for
 * that test alone; one that {@code @BeforeAll} or the constructor takes is for all tests of the class. On a method it
 * replaces what the class says. Tests may run at the same time.
 */
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(GatewaySimulatorExtension.class)
public @interface WithGatewaySimulator {
    /** What is wrong with it, as {@code mainstay sim --scenario} reads it. */
    String scenario() default "normal";

    /** Of the generated prices: the same seed, the same prices. */
    long seed() default 1;

    /** The newest TWS version that it speaks; 0 for the newest that the simulator knows. */
    int serverVersion() default 0;

    /** The codes of its accounts; one paper account if there are none. */
    String[] accounts() default {};

    /** What it says about trading hours; a scenario may say otherwise. */
    MarketHours hours() default MarketHours.ALWAYS_OPEN;

    /**
     * The gateway's time at the begin, such as {@code 2026-11-20T15:10:00Z}, which then stands still until the test
     * advances the {@link io.mainstay.simulator.clock.SteppedClock}; empty for the machine's time.
     */
    String startAt() default "";
}
