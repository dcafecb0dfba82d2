package dev.zonal.csi.cloud.console;

import dev.zonal.csi.cloud.CloudException;
import dev.zonal.csi.metrics.LongestConnection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/** Answers the one request of a connection and ends it, or goes on sending states on it. */
final class ConsoleHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private final ConsolePages pages;
    private final Viewers viewers;
    private final Executor workers;
    private boolean asked;
    private boolean watching;

    /** @param workers make the answers that may wait for the cloud */
    ConsoleHandler(ConsolePages pages, Viewers viewers, Executor workers) {
        this.pages = pages;
        this.viewers = viewers;
        this.workers = workers;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest message) {
        if (asked) {
            return;
        }
        asked = true;
        if (message.decoderResult().isFailure()) {
            send(context.channel(), ConsoleReply.text(400, "no request of HTTP, or too long a one"));
            return;
        }
        ConsoleRequest request =
                ConsoleRequest.of(((InetSocketAddress) context.channel().localAddress()).getPort(), message);
        Optional<ConsoleReply> refusal = pages.refusal(request);
        if (refusal.isPresent()) {
            send(context.channel(), refusal.get());
        } else if (request.path().equals("/events") && request.method().equals("GET")) {
            watch(context);
        } else {
            answerLater(context.channel(), () -> pages.page(request));
        }
    }

    private void watch(ChannelHandlerContext context) {
        if (viewers.isFull()) {
            send(context.channel(), ConsoleReply.text(503, "as many browsers watch as may"));
            return;
        }
        watching = true;
        context.pipeline().remove(LongestConnection.class);
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        SafeHeaders.set(head.headers())
                .set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream")
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        var _ = context.channel().writeAndFlush(head);
        viewers.add(context.channel());
    }

    private void answerLater(Channel connection, Supplier<ConsoleReply> page) {
        try {
            workers.execute(() -> send(connection, answer(page)));
        } catch (RejectedExecutionException stopping) {
            var _ = connection.close();
        }
    }

    private static ConsoleReply answer(Supplier<ConsoleReply> page) {
        try {
            return page.get();
        } catch (CloudException unanswered) {
            return ConsoleReply.text(503, String.valueOf(unanswered.getMessage()));
        }
    }

    /** For HEAD, the codec leaves the body out and its length in. */
    private static void send(Channel connection, ConsoleReply reply) {
        ByteBuf body = Unpooled.copiedBuffer(reply.body(), StandardCharsets.UTF_8);
        FullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(reply.status()), body);
        SafeHeaders.set(response.headers())
                .set(HttpHeaderNames.CONTENT_TYPE, reply.type())
                .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes())
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        connection.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            viewers.writable(context.channel());
        }
    }

    /** Who watches and sends no more has gone; who has not asked by now never will. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent && (watching || !asked)) {
            var _ = context.close();
        }
    }

    /** Most often somebody who went away. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var _ = context.close();
    }
}
