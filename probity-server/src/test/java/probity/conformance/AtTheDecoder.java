package probity.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import probity.exchange.Bytes;

/// Every case in process: streams whole, byte by byte, and in two at every byte, or where the same
/// is tried with another secret or spelling, at every byte of the secret.
final class AtTheDecoder {
  private static final int[] WHOLE = {};
  private static final String TICKET = "t000000000x";

  private final InProcess inspects;
  private final Tally tally;
  private final long seed;

  /// Kinds of places that bodies of a format hold, and those of them in which a secret was found.
  private final Set<String> read = ConcurrentHashMap.newKeySet();

  private final Set<String> planted = ConcurrentHashMap.newKeySet();

  AtTheDecoder(InProcess inspects, Tally tally, long seed) {
    this.inspects = inspects;
    this.tally = tally;
    this.seed = seed;
  }

  void run(List<Body> bodies) throws InterruptedException {
    var tasks = new ArrayList<Runnable>();
    for (Body body : bodies) {
      tasks.add(() -> calm(body));
      for (Case tried : Case.of(body)) {
        if (!tried.inHeader()) tasks.add(() -> place(tried));
      }
      for (Secret secret : List.of(Secret.EMAIL, Secret.KEY)) {
        tasks.add(() -> everyString(body, secret));
      }
    }
    try (var pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      for (var done : pool.invokeAll(tasks.stream().map(Executors::callable).toList())) {
        try {
          done.get();
        } catch (java.util.concurrent.ExecutionException e) {
          throw new IllegalStateException(e.getCause());
        }
      }
    }
  }

  /// A kind of place that some body of the format holds and no secret was planted in.
  void complete() {
    var missing = new HashSet<>(read);
    missing.removeAll(planted);
    missing.stream().sorted().forEach(kind -> tally.fault("no case for " + kind, ""));
  }

  /// Without a secret nothing is found, and nobody takes any other text for one.
  private void calm(Body body) {
    String text = body.body(Template.Planted.NOTHING, TICKET);
    var run = run(body, text, WHOLE);
    run.coverage().read().keySet().forEach(kind -> read.add(body.format() + " " + kind(kind)));
    var ending = run.ending();
    boolean unread = body.places().keySet().stream().anyMatch(place -> place.startsWith("unread."));
    boolean ends = unread ? ending != Run.Ending.PASSED : ending == Run.Ending.PASSED;
    if (!ends || !run.found().isEmpty()) {
      tally.fault(body + " without a secret: " + ending + ", found " + Run.labels(run.found()), "");
    }
    var seen = Seen.of(text, body.type());
    for (Secret secret : Secret.values()) {
      if (seen.tells(secret, Spelling.PLAIN)) tally.fault(body + " reads like " + secret, "");
    }
  }

  private static String kind(String word) {
    return word.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  private Run run(Body body, String text, int[] ends) {
    return switch (body.way()) {
      case REQUEST -> inspects.request(body, text);
      case ANSWER, ERROR -> inspects.answer(body, text);
      case STREAM -> inspects.stream(inspects.question(body), body, Bytes.utf8(text).array(), ends);
    };
  }

  private void place(Case tried) {
    var key = new Tally.Key(tried.body().format(), tried.place(), tried.body().way());
    var check = new Check(tried, TICKET, tried.body().type());
    int divisions = tried.divisions();
    int middle = (divisions + 1) / 2;
    byte[] calm = Bytes.utf8(tried.body().body(Template.Planted.NOTHING, TICKET)).array();
    for (int first = 1; first <= divisions; first++) {
      if (first != middle && tried.spelling().disguises()) continue;
      String text = tried.body().body(tried.planted(first), TICKET);
      if (tried.body().way() != Body.Way.STREAM) {
        judge(key, tried, check, run(tried.body(), text, WHOLE), "");
        continue;
      }
      byte[] bytes = Bytes.utf8(text).array();
      var question = inspects.question(tried.body());
      var splits = new ArrayList<int[]>(List.of(WHOLE, each(bytes.length)));
      if (first == middle && everywhere(tried)) at(1, bytes.length, splits);
      else if (first == middle) at(firstOther(bytes, calm), lastOther(bytes, calm), splits);
      for (int[] ends : splits) {
        var run = inspects.stream(question, tried.body(), bytes, ends);
        judge(key, tried, check, run, first + " characters first, split at " + where(ends));
      }
    }
  }

  /// Whether its stream is split at each byte, and not only at those of the secret.
  private static boolean everywhere(Case tried) {
    return tried.spelling() == Spelling.PLAIN
        && (tried.secret() == Secret.EMAIL || tried.secret() == Secret.KEY);
  }

  private static void at(int from, int to, List<int[]> splits) {
    for (int at = from; at < to; at++) splits.add(new int[] {at});
  }

  /// The byte at which a body begins to differ from one without a secret.
  private static int firstOther(byte[] bytes, byte[] calm) {
    return Arrays.mismatch(bytes, calm);
  }

  /// Past the last byte at which it differs.
  private static int lastOther(byte[] bytes, byte[] calm) {
    int same = 0;
    int most = Math.min(bytes.length, calm.length);
    while (same < most && bytes[bytes.length - 1 - same] == calm[calm.length - 1 - same]) same++;
    return bytes.length - same;
  }

  /// Byte by byte.
  private static int[] each(int length) {
    return IntStream.range(1, length).toArray();
  }

  private static String where(int[] ends) {
    return ends.length == 0 ? "nothing" : ends.length > 1 ? "every byte" : "byte " + ends[0];
  }

  private void judge(Tally.Key key, Case tried, Check check, Run run, String how) {
    var kinds = run.kinds(tried.secret());
    tally.add(key, tried.secret(), outcome(tried, run.ending()), kinds, 1);
    kinds.forEach(kind -> planted.add(key.format() + " " + kind));
    var result = Check.of(tried, check.look(run.out()), run.ending(), run.found(tried.secret()));
    String what = "in process: " + tried;
    if (result.delivered()) tally.delivered(key, what, how);
    result.faults().forEach(fault -> tally.fault(what + ": " + fault, how));
    if (tried.isUnread() && !run.coverage().notRead().containsKey(tried.unreadKind())) {
      tally.fault(what + ": `" + tried.unreadKind() + "` is not in the coverage", how);
    }
  }

  /// What became of a case, in a word.
  static String outcome(Case tried, Run.Ending ending) {
    return switch (ending) {
      case PASSED -> tried.inHeader() ? "left out" : tried.secret().masked ? "masked" : "passed";
      case REFUSED -> "refused";
      case CUT -> "cut";
      case BROKEN -> "unreadable";
    };
  }

  /// The secret in the place of every string, names of members and words of the protocol included:
  /// whatever becomes of the exchange, it does not come through.
  private void everyString(Body body, Secret secret) {
    var key = new Tally.Key(body.format(), Case.EVERY_STRING, body.way());
    var random = new Random(seed);
    int strings = body.strings();
    for (int number = 0; number < strings; number++) {
      byte[] bytes = Bytes.utf8(body.withString(number, secret, TICKET)).array();
      for (int[] ends :
          body.way() == Body.Way.STREAM ? some(bytes.length, random) : List.of(WHOLE)) {
        var run = run(body, Bytes.wrap(bytes).utf8(), ends);
        tally.add(key, secret, "not delivered", Set.of(), 1);
        if (Seen.of(run.out(), body.type()).tells(secret, Spelling.PLAIN)) {
          tally.delivered(
              key, "in process: " + body + ", " + secret + " in string " + number, where(ends));
        }
      }
    }
  }

  private static List<int[]> some(int length, Random random) {
    return IntStream.range(0, Sockets.SPLITS)
        .mapToObj(i -> i == 0 ? each(length) : new int[] {1 + random.nextInt(length - 1)})
        .collect(Collectors.toList());
  }
}
