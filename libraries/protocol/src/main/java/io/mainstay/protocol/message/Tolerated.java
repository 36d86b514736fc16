package io.mainstay.protocol.message;

/**
 * Counts what a session sent that no description covers. It harms nobody, and whoever reads the counts learns that the
 * other side is newer than this library. Used by one thread.
 */
public final class Tolerated {
    private long unknownMessages;
    private long extraTextFields;
    private long unknownProtobufFields;

    void unknownMessage() {
        unknownMessages++;
    }

    void extraTextFields(int fields) {
        extraTextFields += fields;
    }

    void unknownProtobufFields(int fields) {
        unknownProtobufFields += fields;
    }

    /** Messages whose id is unknown in the dialect that they came in. */
    public long unknownMessages() {
        return unknownMessages;
    }

    /** Fields that followed the last one that the version describes. */
    public long extraTextFields() {
        return extraTextFields;
    }

    /** Protobuf fields with a number that no description has, nested ones included. */
    public long unknownProtobufFields() {
        return unknownProtobufFields;
    }
}
