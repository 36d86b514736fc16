package io.mainstay.client;

import java.time.Instant;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** One listener's notices. When it is slow, the oldest are left out and it is told how many. */
final class NoticeStream extends EventStream<Notice> {
    private static final int MAX_WAITING = 1_024;

    private final Notices notices;
    private final ArrayDeque<Notice> waiting = new ArrayDeque<>();
    private int missed;

    NoticeStream(Notices notices) {
        super("notices");
        this.notices = notices;
    }

    void add(Notice notice) {
        change(() -> {
            if (waiting.size() == MAX_WAITING) {
                waiting.removeFirst();
                missed++;
            }
            waiting.addLast(notice);
        });
    }

    @Override
    @Nullable
    Notice take() {
        if (missed > 0) {
            var told =
                    new Notice(0, missed + " notices were left out because they were not read in time", Instant.now());
            missed = 0;
            return told;
        }
        return waiting.pollFirst();
    }

    @Override
    public void close() {
        if (markClosed()) {
            notices.forget(this);
        }
    }
}
