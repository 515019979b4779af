package probity.copy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import probity.exchange.Bytes;
import probity.http.BoundedHttp;
import probity.http.Reply;
import probity.http.Request;

/// As much of an S3 store as one object needs, with versions and a lock that holds; it can also
/// damage what it stores.
final class LockingStore implements AutoCloseable {
  final List<Request> puts = new CopyOnWriteArrayList<>();
  volatile boolean damages;

  private final Map<String, List<Bytes>> versions = new ConcurrentHashMap<>();
  private final BoundedHttp http;

  LockingStore() throws IOException {
    var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    http = BoundedHttp.open(loopback, 1 << 20, this::answer);
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + http.port());
  }

  private Reply answer(Request request) {
    String[] target = request.target().split("\\?versionId=", -1);
    var stored = versions.computeIfAbsent(target[0], _ -> new ArrayList<>());
    return switch (request.method()) {
      case "PUT" -> {
        puts.add(request);
        stored.add(damages ? Bytes.utf8("damaged") : request.body());
        var headers = Map.of("x-amz-version-id", Integer.toString(stored.size() - 1));
        yield new Reply(200, headers, new Reply.Body.Whole(Bytes.EMPTY));
      }
      case "DELETE" -> error(403, "AccessDenied");
      default -> {
        int version = target.length > 1 ? Integer.parseInt(target[1]) : stored.size() - 1;
        yield version < 0
            ? error(404, "NoSuchKey")
            : Reply.of(200, "application/octet-stream", stored.get(version));
      }
    };
  }

  private static Reply error(int status, String code) {
    return Reply.of(
        status, "application/xml", Bytes.utf8("<Error><Code>" + code + "</Code></Error>"));
  }

  @Override
  public void close() {
    http.close();
  }
}
