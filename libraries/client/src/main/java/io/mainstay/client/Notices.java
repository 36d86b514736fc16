package io.mainstay.client;

import io.mainstay.client.session.Failure;
import io.mainstay.protocol.error.ErrorCatalogue;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Hands what the gateway says to everybody on to those who listen. */
final class Notices {
    /** Keeps a listener that comes from missing a notice or hearing one twice. */
    private final ReentrantLock order = new ReentrantLock();

    private final Set<NoticeStream> listeners = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Notice lastLink;
    private volatile @Nullable Failure ended;

    /** A new listener, who hears the last known link state first. */
    Subscription<Notice> listen() {
        var stream = new NoticeStream(this);
        order.lock();
        try {
            Notice link = lastLink;
            if (link != null) {
                stream.add(link);
            }
            listeners.add(stream);
            Failure why = ended;
            if (why != null) {
                stream.fail(why);
            }
            return stream;
        } finally {
            order.unlock();
        }
    }

    void forget(NoticeStream stream) {
        listeners.remove(stream);
    }

    void add(Notice notice) {
        order.lock();
        try {
            if (ErrorCatalogue.of(notice.code()).isLink()) {
                lastLink = notice;
            }
            for (NoticeStream stream : listeners) {
                stream.add(notice);
            }
        } finally {
            order.unlock();
        }
    }

    /** The gateway's last word on its link to IB, if it was that there is none. */
    Optional<Notice> linkDown() {
        return Optional.ofNullable(lastLink)
                .filter(link -> ErrorCatalogue.of(link.code()).isLinkDown());
    }

    void end(Failure why) {
        order.lock();
        try {
            ended = why;
            for (NoticeStream stream : listeners) {
                stream.fail(why);
            }
        } finally {
            order.unlock();
        }
    }
}
