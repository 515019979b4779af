package probity.server;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A client of HTTP/2 that puts its own frames together, so that it can send what no library would
/// (RFC 9113 section 6).
final class RawH2 implements AutoCloseable {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int PRIORITY = 2;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PUSH_PROMISE = 5;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;
  static final int END_STREAM = 1;
  static final int ACK = 1;
  static final int END_HEADERS = 4;
  static final int PADDED = 8;

  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

  private final Socket socket;
  private final DataInputStream in;
  private final DefaultHttp2HeadersDecoder headers = new DefaultHttp2HeadersDecoder(false);

  /// @param waitMillis how long it waits for a byte
  RawH2(int port, int waitMillis) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(waitMillis);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    socket.getOutputStream().write(PREFACE.getBytes(StandardCharsets.US_ASCII));
    frame(SETTINGS, 0, 0, new byte[0]);
  }

  RawH2 frame(int type, int flags, int stream, byte[] payload) throws IOException {
    return bytes(encoded(type, flags, stream, payload));
  }

  RawH2 bytes(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  static byte[] encoded(int type, int flags, int stream, byte[] payload) {
    var out = new ByteArrayOutputStream();
    out.write(payload.length >> 16);
    out.write(payload.length >> 8);
    out.write(payload.length);
    out.write(type);
    out.write(flags);
    for (int shift = 24; shift >= 0; shift -= 8) out.write(stream >> shift);
    out.writeBytes(payload);
    return out.toByteArray();
  }

  /// A block of headers, each a literal that is not indexed (RFC 7541 section 6.2.2).
  static byte[] block(List<byte[]> namesAndValues) {
    var out = new ByteArrayOutputStream();
    for (int i = 0; i < namesAndValues.size(); i++) {
      if (i % 2 == 0) out.write(0);
      byte[] text = namesAndValues.get(i);
      int length = text.length;
      out.write(Math.min(length, 127));
      if (length >= 127) {
        for (length -= 127; length >= 128; length >>= 7) out.write((length & 127) | 128);
        out.write(length);
      }
      out.writeBytes(text);
    }
    return out.toByteArray();
  }

  /// What becomes of a stream: the status of its reply, `reset` where it is broken off, `goaway`
  /// where the connection is, `closed` where that ends without a word.
  String outcome(int stream) throws IOException {
    String status = "";
    try {
      while (true) {
        int head = in.readInt();
        byte[] rest = in.readNBytes(5);
        int flags = rest[0];
        int id = number(rest, 1) & Integer.MAX_VALUE;
        byte[] payload = in.readNBytes(head >>> 8);
        int type = head & 255;
        if (type == GOAWAY && number(payload, 4) != 0) return "goaway";
        if (id != stream) continue;
        if (type == RST_STREAM) return status.isEmpty() ? "reset" : status;
        if (type == HEADERS && status.isEmpty()) status = status(payload);
        boolean last = (type == HEADERS || type == DATA) && (flags & END_STREAM) != 0;
        if (last) return status;
      }
    } catch (EOFException | SocketException closed) {
      return "closed";
    }
  }

  private static int number(byte[] payload, int at) {
    return ((payload[at] & 255) << 24)
        | ((payload[at + 1] & 255) << 16)
        | ((payload[at + 2] & 255) << 8)
        | (payload[at + 3] & 255);
  }

  private String status(byte[] block) {
    try {
      return headers.decodeHeaders(1, Unpooled.wrappedBuffer(block)).status().toString();
    } catch (Http2Exception e) {
      throw new AssertionError("the gateway's headers cannot be read", e);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
