package io.mainstay.runner.risk;

/**
 * The kill switch at a moment.
 *
 * @param source who set it; empty if it is not set
 */
public record KillState(boolean engaged, String source, String reason) {
    public static final KillState RELEASED = new KillState(false, "", "");

    /** For reports: what, by whom and why. */
    public String sentence() {
        return engaged ? "the kill switch is set (" + source + ": " + reason + ")" : "the kill switch is not set";
    }
}
