package io.mainstay.protocol.message;

import java.util.List;

/**
 * How one message belongs to others, as a router needs it. Numbers are message ids.
 *
 * @param idKind what the message's id names
 * @param protobufIdField the field of that id in the protobuf body; 0 if it has none
 * @param of of a client's message, those that it cancels or updates; of a gateway's, those that it answers
 * @param by what may answer a client's message
 * @param until what says that the answer to a client's message is complete
 * @param ends whether a gateway's message ends what it answers
 * @param unasked whether a gateway sends it also when nobody asked
 */
public record MessageRoute(
        Kind kind,
        IdKind idKind,
        int protobufIdField,
        List<Integer> of,
        List<Integer> by,
        List<Integer> until,
        Ends ends,
        boolean unasked) {

    /** What a message is to the conversation; the first eight are a client's. */
    public enum Kind {
        /** Is answered once, in one message or in several with an end. */
        REQUEST,
        /** Is answered until it is cancelled. */
        SUBSCRIPTION,
        CANCEL,
        /** Changes something that an earlier message of the same id has started. */
        UPDATE,
        ORDER,
        ORDER_CANCEL,
        /** Changes the session and has no answer. */
        SETTING,
        /** Belongs to the session itself, in either direction. */
        SESSION,
        /** A whole answer. */
        ANSWER,
        /** One of several messages of an answer. */
        ITEM,
        /** Says that an answer, or the first image of a subscription, is complete. */
        END,
        /** One message of a subscription. */
        STREAM,
        /** Says something about a subscription. */
        NOTICE,
        /** News of an order, for its owner and for whoever asked for orders. */
        EVENT,
        ERROR
    }

    /** What the id in a message names. */
    public enum IdKind {
        NONE,
        REQUEST,
        /** An order, also where the field is called a request's, as in exercising options. */
        ORDER,
        /** A request, an order, or the session, if it is -1. */
        ANY
    }

    /** Whether a message ends what it answers. */
    public enum Ends {
        NO,
        YES,
        /** By version, by a flag in the message, or by what was asked for. */
        SOMETIMES
    }
}
