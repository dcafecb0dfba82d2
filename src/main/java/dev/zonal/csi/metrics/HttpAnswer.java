package dev.zonal.csi.metrics;

import dev.zonal.csi.metrics.HttpPages.Page;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Answers the first request of a connection, and ends it; whatever else comes on it is read and forgotten. */
final class HttpAnswer extends ChannelInboundHandlerAdapter {
    private final HttpPages pages;
    private final Executor renderers;
    private boolean asked;

    HttpAnswer(HttpPages pages, Executor renderers) {
        this.pages = pages;
        this.renderers = renderers;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (message instanceof HttpRequest request && !asked) {
                asked = true;
                answer(context.channel(), request);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void answer(Channel connection, HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            send(connection, Page.text(400, "no request of HTTP, or too long a one"));
            return;
        }
        try {
            renderers.execute(() -> send(connection, pages.page(request.method().name(), request.uri())));
        } catch (RejectedExecutionException stopping) {
            var _ = connection.close();
        }
    }

    /** For HEAD, the codec leaves the body out and its length in. */
    private static void send(Channel connection, Page page) {
        ByteBuf body = Unpooled.copiedBuffer(page.body(), StandardCharsets.UTF_8);
        FullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(page.status()), body);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, page.type())
                .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes())
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        connection.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    /** Nothing more comes: who has not asked by now never will. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent && !asked) {
            var _ = context.close();
        }
    }

    /** Most often somebody who went away. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var _ = context.close();
    }
}
