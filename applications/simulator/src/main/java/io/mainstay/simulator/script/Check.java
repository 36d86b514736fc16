package io.mainstay.simulator.script;

/**
 * What one field of an expected message must be.
 *
 * @param path of the field
 * @param operator {@code = != < <= > >=}, or {@code ~}, which finds a regular expression
 * @param value as written; {@code $name} names a variable, which {@code =} sets if it is not set yet
 */
record Check(String path, String operator, String value) {
    @Override
    public String toString() {
        return path + operator + (value.indexOf(' ') >= 0 ? "\"" + value + "\"" : value);
    }
}
