package io.mainstay.runner.preflight;

/**
 * One result of the preflight.
 *
 * @param check which check, such as {@code state folder}
 * @param blocking whether no run may begin
 * @param what is so, and why that is in the way
 * @param remedy what to do now
 * @param exitCode that a run ends with for it; 0 if it does not block
 */
public record Finding(String check, boolean blocking, String what, String remedy, int exitCode) {
    static Finding blocks(String check, String what, String remedy, int exitCode) {
        return new Finding(check, true, what, remedy, exitCode);
    }

    static Finding remark(String check, String what, String remedy) {
        return new Finding(check, false, what, remedy, 0);
    }

    public String sentence() {
        return check + ": " + what + (remedy.isEmpty() ? "" : "; " + remedy);
    }
}
