package probity.gateway;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.Supplier;
import probity.classify.Detectors;
import probity.evidence.Ending;
import probity.evidence.Outcome;
import probity.evidence.Seen;
import probity.exchange.Bytes;
import probity.exchange.Finding;
import probity.exchange.Prompt;
import probity.ledger.Hash;
import probity.policy.RequestFacts;
import probity.policy.Verdict;
import probity.token.Tokens;
import probity.wire.Answer;
import probity.wire.Edit;
import probity.wire.Format;
import probity.wire.Offers;
import probity.wire.PlainText;
import probity.wire.Texts;

/// An answer that is held until all of it was inspected and decided, and the outcome is on record.
final class WholeAnswer implements Answering {
  private final LiveExchange exchange;
  private final ClientReply reply;
  private final Format format;
  private final Prompt asked;
  private final Detectors detectors;
  private final Tokens tokens;
  private final ExecutorService pool;
  private final Limits limits;
  private final int status;
  private final HttpHeaders headers;
  private final Runnable giveUp;
  private final ByteArrayOutputStream held = new ByteArrayOutputStream(4096);

  /// @param asked what the answer answers
  /// @param tokens of the request
  /// @param giveUp ends the call to the provider
  WholeAnswer(
      LiveExchange exchange,
      ClientReply reply,
      Format format,
      Prompt asked,
      Detectors detectors,
      Tokens tokens,
      ExecutorService pool,
      Limits limits,
      int status,
      HttpHeaders headers,
      Runnable giveUp) {
    this.exchange = exchange;
    this.reply = reply;
    this.format = format;
    this.asked = asked;
    this.detectors = detectors;
    this.tokens = tokens;
    this.pool = pool;
    this.limits = limits;
    this.status = status;
    this.headers = headers;
    this.giveUp = giveUp;
  }

  @Override
  public void piece(Bytes bytes) {
    if (held.size() + bytes.length() > limits.answerBytes()) {
      giveUp.run();
      unreadable(Refusal.TOO_LARGE);
      return;
    }
    held.writeBytes(bytes.array());
  }

  /// An answer of which nothing was inspected has nothing to report.
  @Override
  public void report() {}

  @Override
  public void end() {
    var body = Bytes.wrap(held.toByteArray());
    if (body.length() <= limits.inlineBytes()) decide(inspect(body));
    else beside(() -> inspect(body), this::decide);
  }

  /// Does it on the pool, and goes on with what comes of it.
  private <T> void beside(Supplier<T> work, Consumer<T> then) {
    Aside.run(pool, reply.home(), work, then, () -> unreadable("overloaded"));
  }

  private record Inspected(
      Answer answer, List<Finding> findings, List<Tokens.Placed> found, String digest) {}

  private Inspected inspect(Bytes body) {
    var answer = status < 300 ? format.answer(asked, body) : error(body);
    String digest = Hash.of(body.array()).hex();
    return answer instanceof Answer.Read read
        ? new Inspected(
            answer, detectors.inspect(read.texts()), tokens.find(read.texts(), _ -> true), digest)
        : new Inspected(answer, List.of(), List.of(), digest);
  }

  /// Errors come as JSON in shapes of their own, as the page of a proxy, or without a body. What
  /// begins as JSON and goes wrong is not taken for text: its escapes would hide from detectors.
  private Answer error(Bytes body) {
    var answer = format.error(body);
    if (answer instanceof Answer.Read) return answer;
    String text = new String(body.array(), StandardCharsets.ISO_8859_1).strip();
    boolean json = !text.isEmpty() && "{[\"".indexOf(text.charAt(0)) >= 0;
    return json ? answer : PlainText.answer(body);
  }

  private void decide(Inspected inspected) {
    exchange.answer().digest(inspected.digest());
    switch (inspected.answer()) {
      case Answer.Unreadable(_, var fault, _) -> unreadable(fault.word());
      case Answer.Read read -> decide(read, inspected.findings(), inspected.found());
    }
  }

  private void decide(Answer.Read read, List<Finding> findings, List<Tokens.Placed> found) {
    var usage = read.usage();
    exchange
        .answer()
        .inspected(
            Seen.of(findings, read.places()),
            read.coverage(),
            new Outcome.Usage(usage.prompt(), usage.completion(), usage.total()));
    var decision =
        exchange.decide(RequestFacts.labels(findings), read.coverage().notRead().keySet());
    switch (decision.verdict()) {
      case Verdict.Refuse refuse -> cut(exchange.refusal(refuse));
      case Verdict.Permit() -> {
        if (LiveExchange.unmaskable(decision, findings, read.places())) {
          cut(Refusal.unmaskable(), Refusal.UNMASKABLE);
          return;
        }
        var labels = LiveExchange.masks(decision);
        var masked = findings.stream().filter(f -> labels.contains(f.label())).toList();
        var cut = Offers.of(read.offers(), exchange::offers);
        var stays = found.stream().filter(one -> !cut(read, one.place(), cut)).toList();
        restore(
            read,
            stays,
            masked,
            restored -> {
              exchange.answer().altered(alterations(read, masked, restored, cut));
              exchange.tools(
                  read.toolCalls().stream().map(call -> called(read, findings, call)).iterator(),
                  () -> deliver(read, masked, restored.edits(), cut),
                  this::cut);
            });
      }
    }
  }

  /// On the pool where the answer is large, or becomes so. One that would be larger than answers
  /// may be ends here.
  private void restore(
      Answer.Read read,
      List<Tokens.Placed> found,
      List<Finding> masked,
      Consumer<Tokens.Restored> then) {
    var texts = read.texts();
    Supplier<Optional<Tokens.Restored>> restoring =
        () -> Tokens.restore(texts, found, masked, limits.answerBytes());
    Consumer<Optional<Tokens.Restored>> restored =
        made -> made.ifPresentOrElse(then, () -> cut(Refusal.tooLarge(), Refusal.TOO_LARGE));
    boolean small =
        read.body().length() <= limits.inlineBytes()
            && Tokens.bytes(texts, found) <= limits.inlineBytes();
    if (found.isEmpty() || small) restored.accept(restoring.get());
    else beside(restoring, restored);
  }

  /// Findings that are masked, tokens that are restored, and tools that are not offered; not what
  /// is masked in these.
  private static SortedMap<String, Integer> alterations(
      Answer.Read read, List<Finding> masked, Tokens.Restored restored, Offers.Cut cut) {
    var counts = new TreeMap<>(restored.counts());
    for (Finding finding : masked) {
      if (!cut(read, finding.place(), cut)) counts.merge(finding.label(), 1, Integer::sum);
    }
    if (cut.tools() > 0) counts.put(Offers.NOT_OFFERED, cut.tools());
    return counts;
  }

  private static boolean cut(Answer.Read read, int place, Offers.Cut cut) {
    var at = read.places().get(place);
    return cut.covers(at.start(), at.end());
  }

  private LiveExchange.ToolCall called(
      Answer.Read read, List<Finding> findings, Answer.ToolCall call) {
    var inside = findings.stream().filter(f -> call.places().contains(f.place())).toList();
    return new LiveExchange.ToolCall(
        call.name(),
        RequestFacts.labels(inside),
        exchange.bundle().argumentProbes(read.arguments(call)),
        Seen.of(inside, read.places()));
  }

  private void deliver(
      Answer.Read read, List<Finding> masked, List<Edit> restored, Offers.Cut cut) {
    // An error of the provider is no answer of a model.
    var notice = status < 300 ? exchange.noticeText() : Optional.<String>empty();
    var noticed = notice.map(text -> format.notice(read, text)).orElse(List.of());
    exchange.answer().noticed(noticed.size());
    var body = read.altered(masked, restored, noticed, cut.ranges());
    var ending = exchange.answer().delivered();
    // The type is that by which it was read: another, or a charset, would let the client read
    // something else.
    if (read.body().length() == 0) {
      headers.remove(HttpHeaderNames.CONTENT_TYPE);
    } else {
      headers.set(
          HttpHeaderNames.CONTENT_TYPE,
          read.spelling() == Texts.Spelling.JSON
              ? "application/json"
              : "text/plain; charset=utf-8");
    }
    exchange.end(ending, "", status, () -> reply.whole(status, headers, body));
  }

  private void cut(Refusal refusal) {
    cut(refusal, "");
  }

  /// @param detail a word of the product, for the record
  private void cut(Refusal refusal, String detail) {
    exchange.end(
        Ending.CUT, detail, refusal.status(reply), () -> refusal.send(reply, exchange.record()));
  }

  private void unreadable(String word) {
    cut(Refusal.unreadableAnswer(word), word);
  }
}
