package io.mainstay.transport.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** One request per connection, of bounded size and time. */
public final class HttpExchanges extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final int LINE_BYTES_MAX = 2_048;
    private static final int HEADERS_BYTES_MAX = 8_192;
    private static final int BODY_BYTES_MAX = 65_536;
    private static final int SILENCE_S = 10;
    private static final int CONNECTIONS_MAX = 16;

    private final HttpHandler handler;

    private HttpExchanges(HttpHandler handler) {
        this.handler = handler;
    }

    /**
     * Serves a new channel.
     *
     * @param open the channels that are served; beyond a bound a new one is closed
     */
    public static void serve(Channel channel, HttpHandler handler, AtomicInteger open) {
        if (open.incrementAndGet() > CONNECTIONS_MAX) {
            open.decrementAndGet();
            var closing = channel.close();
            assert closing != null;
            return;
        }
        var released = channel.closeFuture().addListener(closed -> open.decrementAndGet());
        assert released != null;
        channel.pipeline()
                .addLast(
                        new ReadTimeoutHandler(SILENCE_S),
                        new HttpServerCodec(LINE_BYTES_MAX, HEADERS_BYTES_MAX, HEADERS_BYTES_MAX),
                        new HttpObjectAggregator(BODY_BYTES_MAX),
                        new HttpExchanges(handler));
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        HttpReply reply;
        if (request.decoderResult().isSuccess()) {
            String uri = request.uri();
            int query = uri.indexOf('?');
            reply = handler.handle(
                    request.method().name(),
                    query < 0 ? uri : uri.substring(0, query),
                    request.content().toString(StandardCharsets.UTF_8));
        } else {
            reply = new HttpReply(HttpResponseStatus.BAD_REQUEST.code(), "{\"error\":\"the request is not HTTP/1.1\"}");
        }
        byte[] body = (reply.json() + "\n").getBytes(StandardCharsets.UTF_8);
        var response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(reply.status()), Unpooled.wrappedBuffer(body));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .setInt(HttpHeaderNames.CONTENT_LENGTH, body.length)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        var written = context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
        assert written != null;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        // Silence, garbage or a peer that went: there is nobody to answer.
        var closing = context.close();
        assert closing != null;
    }
}
