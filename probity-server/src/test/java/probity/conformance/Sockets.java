package probity.conformance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import probity.server.Client;
import probity.server.MatrixGateway;

/// Every case through the running gateway, its bytes split at twenty places that a seed draws.
final class Sockets {
  static final int SPLITS = 20;

  private static final int CLIENTS = 48;

  private final MatrixGateway gateway;
  private final Provider provider;
  private final Tally tally;
  private final long seed;
  private final AtomicInteger tickets = new AtomicInteger();

  /// What has to be on record at the end, by the exchange's id.
  private final Queue<Expected> expected = new ConcurrentLinkedQueue<>();

  private record Expected(String exchange, Case tried, Check.Look look) {}

  private Sockets(MatrixGateway gateway, Provider provider, Tally tally, long seed) {
    this.gateway = gateway;
    this.provider = provider;
    this.tally = tally;
    this.seed = seed;
  }

  static void run(Matrix matrix, List<Body> bodies, Path work, Tally tally, long seed)
      throws IOException, InterruptedException {
    Path bundle = work.resolve("bundle");
    matrix.write(bundle);
    try (var provider = Provider.start();
        var gateway = MatrixGateway.start(work.resolve("data"), bundle, provider.port())) {
      var sockets = new Sockets(gateway, provider, tally, seed);
      sockets.all(bodies);
      sockets.hold(gateway.recorded());
    }
  }

  private interface Task {
    void run(Connection connection) throws IOException;
  }

  private void all(List<Body> bodies) throws InterruptedException {
    var tasks = new ConcurrentLinkedQueue<Task>();
    for (Body body : bodies) {
      for (Case tried : Case.of(body)) {
        if (tried.spelling().overSockets(tried.secret())) {
          tasks.add(connection -> place(tried, connection));
        }
      }
      for (Secret secret : List.of(Secret.EMAIL, Secret.KEY)) {
        tasks.add(connection -> everyString(body, secret, connection));
      }
    }
    try (var pool = Executors.newFixedThreadPool(CLIENTS)) {
      for (var done :
          pool.invokeAll(List.copyOf(java.util.Collections.nCopies(CLIENTS, () -> work(tasks))))) {
        try {
          done.get();
        } catch (ExecutionException e) {
          throw new IllegalStateException(e.getCause());
        }
      }
    }
  }

  private boolean work(Queue<Task> tasks) throws IOException {
    try (var connection = new Connection(gateway.port())) {
      for (var task = tasks.poll(); task != null; task = tasks.poll()) task.run(connection);
    }
    return true;
  }

  private void place(Case tried, Connection connection) throws IOException {
    var random = new Random(seed ^ tried.toString().hashCode());
    var body = tried.body();
    for (int i = 0; i < SPLITS; i++) {
      String ticket = ticket();
      var planted = tried.planted(1 + random.nextInt(tried.divisions()));
      var exchange =
          body.way() == Body.Way.REQUEST
              ? ask(body, planted, ticket, body.body(planted, ticket), random, connection)
              : answer(body, ticket, body.body(planted, ticket), random, connection);
      boolean sent = body.way() == Body.Way.REQUEST;
      var check = new Check(tried, ticket, sent ? "" : body.type());
      expected.add(new Expected(exchange.record, tried, check.look(exchange.out(tried))));
    }
  }

  private void everyString(Body body, Secret secret, Connection connection) throws IOException {
    var key = new Tally.Key(body.format(), Case.EVERY_STRING, body.way());
    var random = new Random(seed);
    int strings = body.strings();
    for (int number = 0; number < strings; number++) {
      String ticket = ticket();
      String text = body.withString(number, secret, ticket);
      boolean sent = body.way() == Body.Way.REQUEST;
      var exchange =
          sent
              ? ask(body, Template.Planted.NOTHING, ticket, text, random, connection)
              : answer(body, ticket, text, random, connection);
      tally.add(key, secret, "not delivered", Set.of(), 1);
      var seen = Seen.of(sent ? exchange.received : exchange.reply, body.type());
      if (seen.tells(secret, Spelling.PLAIN)) {
        tally.delivered(key, "over sockets: " + body + ", " + secret + " in string " + number, "");
      }
    }
  }

  private String ticket() {
    return String.format(Locale.ROOT, "t%09dx", tickets.incrementAndGet());
  }

  /// @param received what the provider got, `reply` what the client got
  private record Exchange(String record, String received, String reply) {
    /// What went on.
    String out(Case tried) {
      if (tried.body().way() != Body.Way.REQUEST) return reply;
      return tried.inHeader() ? received : received.substring(received.indexOf("\r\n\r\n") + 4);
    }
  }

  private Exchange ask(
      Body body,
      Template.Planted planted,
      String ticket,
      String text,
      Random random,
      Connection connection)
      throws IOException {
    String request = body.request(planted, ticket, text, MatrixGateway.key());
    var reply = connection.call(split(Provider.bytes(request), random));
    String received = provider.taken(ticket).orElse("\r\n\r\n");
    return new Exchange(reply.record(), received, reply.body());
  }

  private Exchange answer(
      Body body, String ticket, String text, Random random, Connection connection)
      throws IOException {
    provider.answer(ticket, pieces(body, text, random));
    var asked = body.asked().orElseThrow();
    var nothing = Template.Planted.NOTHING;
    String request =
        asked.request(nothing, ticket, asked.body(nothing, ticket), MatrixGateway.key());
    var reply = connection.call(List.of(Provider.bytes(request)));
    if (provider.taken(ticket).isEmpty()) tally.fault(body + ": its request was not forwarded", "");
    return new Exchange(reply.record(), "", reply.body());
  }

  private static List<byte[]> pieces(Body body, String text, Random random) {
    String head =
        "HTTP/1.1 "
            + (body.way() == Body.Way.ERROR ? "500" : "200")
            + " x\r\nContent-Type: "
            + body.type()
            + "\r\n";
    byte[] bytes = Provider.bytes(text);
    var pieces = new ArrayList<byte[]>();
    if (body.way() != Body.Way.STREAM) {
      pieces.add(Provider.bytes(head + "Content-Length: " + bytes.length + "\r\n\r\n"));
      pieces.addAll(split(bytes, random));
      return pieces;
    }
    pieces.add(Provider.bytes(head + "Transfer-Encoding: chunked\r\n\r\n"));
    for (byte[] piece : split(bytes, random)) pieces.add(chunk(piece));
    pieces.add(Provider.bytes("0\r\n\r\n"));
    return pieces;
  }

  private static byte[] chunk(byte[] piece) {
    byte[] size = Provider.bytes(Integer.toHexString(piece.length) + "\r\n");
    byte[] chunk = Arrays.copyOf(size, size.length + piece.length + 2);
    System.arraycopy(piece, 0, chunk, size.length, piece.length);
    chunk[chunk.length - 2] = '\r';
    chunk[chunk.length - 1] = '\n';
    return chunk;
  }

  /// Two pieces of one text.
  private static List<byte[]> split(byte[] bytes, Random random) {
    int at = 1 + random.nextInt(bytes.length - 1);
    return List.of(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, at, bytes.length));
  }

  /// Holds what came of each exchange to the ledger.
  private void hold(Map<String, MatrixGateway.Recorded> recorded) {
    for (Expected each : expected) {
      var tried = each.tried();
      var body = tried.body();
      var key = new Tally.Key(body.format(), tried.place(), body.way());
      var record = recorded.get(each.exchange());
      String what = "over sockets: " + tried;
      String how = "record " + each.exchange();
      if (record == null) {
        tally.fault(what + ": there is no record", how);
        continue;
      }
      var ending = ending(record.ending(), body);
      tally.add(key, tried.secret(), outcome(tried, ending), Set.of(), 1);
      var result =
          Check.of(tried, each.look(), ending, record.labels().contains(tried.secret().label));
      if (result.delivered()) tally.delivered(key, what, how);
      result.faults().forEach(fault -> tally.fault(what + ": " + fault, how));
    }
  }

  private static Run.Ending ending(String word, Body body) {
    return switch (word) {
      case "delivered", "altered" -> Run.Ending.PASSED;
      case "refused" -> Run.Ending.REFUSED;
      // An answer in one piece that a rule refuses is cut before it begins.
      case "cut" -> body.way() == Body.Way.STREAM ? Run.Ending.CUT : Run.Ending.REFUSED;
      // What the provider says of its failure at the end of a stream goes on.
      case "upstream-failed" -> body.fails() ? Run.Ending.PASSED : Run.Ending.BROKEN;
      default -> Run.Ending.BROKEN;
    };
  }

  private static String outcome(Case tried, Run.Ending ending) {
    return AtTheDecoder.outcome(tried, ending);
  }

  /// A connection to the gateway that is used again, and made anew where the gateway closed it.
  private static final class Connection implements AutoCloseable {
    private final int port;
    private Client client;

    Connection(int port) throws IOException {
      this.port = port;
      client = new Client(port);
    }

    Client.Reply call(List<byte[]> pieces) throws IOException {
      for (int i = 0; i < pieces.size(); i++) {
        if (i > 0) Provider.pause();
        client.send(pieces.get(i));
      }
      var reply = client.reply();
      if (!reply.whole() || reply.header("connection").equals("close")) {
        client.close();
        client = new Client(port);
      }
      return reply;
    }

    @Override
    public void close() throws IOException {
      client.close();
    }
  }
}
