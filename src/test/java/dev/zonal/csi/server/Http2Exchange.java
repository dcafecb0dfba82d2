package dev.zonal.csi.server;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import jnr.unixsocket.UnixSocketAddress;
import jnr.unixsocket.UnixSocketChannel;

/**
 * One gRPC call as bare HTTP/2 frames, to say what no well-behaved client says. Its sockets are of a library that shares
 * no code with those of the server.
 */
final class Http2Exchange implements AutoCloseable {
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RESET = 3;
    private static final int SETTINGS = 4;
    private static final int GO_AWAY = 7;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;

    private static final byte[] BEGINNING = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final UnixSocketChannel socket;

    Http2Exchange(Path path) throws IOException {
        socket = UnixSocketChannel.open(new UnixSocketAddress(path.toFile()));
        write(BEGINNING);
        write(frame(SETTINGS, 0, 0, new byte[0]));
    }

    /** Everything that a client sends for one call, from the first byte of its connection on. */
    static byte[] bytes(Map<String, String> headers, byte[] message) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(BEGINNING);
        all.writeBytes(frame(SETTINGS, 0, 0, new byte[0]));
        all.writeBytes(frames(1, headers, message));
        return all.toByteArray();
    }

    /** The headers of a unary call, in the order in which clients send them. */
    static Map<String, String> headers(String method) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(":method", "POST");
        headers.put(":scheme", "http");
        headers.put(":path", "/" + method);
        headers.put("content-type", "application/grpc");
        headers.put("te", "trailers");
        return headers;
    }

    /** Sends the call and returns what ended it: trailers, or the name of the frame that broke it off. */
    Map<String, String> call(Map<String, String> headers, byte[] message) throws IOException, Http2Exception {
        send(headers, message);
        return receive();
    }

    void send(Map<String, String> headers, byte[] message) throws IOException {
        send(1, headers, message);
    }

    /**
     * @param stream an odd number, larger than those before
     */
    void send(int stream, Map<String, String> headers, byte[] message) throws IOException {
        write(frames(stream, headers, message));
    }

    /** Says that so many bytes come in one frame, and sends none of them. */
    void announce(int length) throws IOException {
        write(ByteBuffer.allocate(9)
                .put((byte) (length >> 16))
                .putShort((short) length)
                .putShort((short) 0)
                .putInt(1)
                .array());
    }

    private static byte[] frames(int stream, Map<String, String> headers, byte[] message) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        headers.forEach((name, value) -> literal(block, name, value));
        ByteBuffer prefixed = ByteBuffer.allocate(5 + message.length);
        prefixed.put((byte) 0).putInt(message.length).put(message);
        ByteArrayOutputStream call = new ByteArrayOutputStream();
        call.writeBytes(frame(HEADERS, END_HEADERS, stream, block.toByteArray()));
        call.writeBytes(frame(DATA, END_STREAM, stream, prefixed.array()));
        return call.toByteArray();
    }

    Map<String, String> receive() throws IOException, Http2Exception {
        DataInputStream in = new DataInputStream(Channels.newInputStream(socket));
        DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);
        Map<String, String> received = new LinkedHashMap<>();
        while (true) {
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            int stream = in.readInt();
            byte[] payload = in.readNBytes(length);
            if (type == HEADERS) {
                Http2Headers block = decoder.decodeHeaders(stream, Unpooled.wrappedBuffer(payload));
                block.forEach(header -> received.put(
                        header.getKey().toString(), header.getValue().toString()));
            }
            if (type == RESET || type == GO_AWAY) {
                received.put("broken off by", type == RESET ? "RST_STREAM" : "GOAWAY");
                return received;
            }
            if (stream == 1 && (type == HEADERS || type == DATA) && (flags & END_STREAM) != 0) {
                return received;
            }
        }
    }

    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
        frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
        frame.put((byte) type).put((byte) flags).putInt(stream).put(payload);
        return frame.array();
    }

    /** HPACK: a literal field without indexing, its name and value as they are (RFC 7541, section 6.2.2). */
    private static void literal(ByteArrayOutputStream block, String name, String value) {
        block.write(0);
        text(block, name);
        text(block, value);
    }

    private static void text(ByteArrayOutputStream block, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length > 126) {
            throw new IllegalArgumentException("longer than one byte of length can say");
        }
        block.write(bytes.length);
        block.writeBytes(bytes);
    }

    private void write(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            socket.write(buffer);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
