package probity.conformance;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import probity.classify.Detectors;
import probity.classify.Folded;
import probity.classify.Judge;
import probity.classify.StreamInspection;
import probity.classify.StreamInspection.Effect;
import probity.exchange.Bytes;
import probity.exchange.Coverage;
import probity.exchange.Finding;
import probity.exchange.Place;
import probity.exchange.Prompt;
import probity.policy.Bundle;
import probity.policy.Route;
import probity.wire.Answer;
import probity.wire.AnswerStream;
import probity.wire.Format;
import probity.wire.PlainText;
import probity.wire.Refused;
import probity.wire.Splice;

/// Readers, detectors and the inspection of streams, without sockets.
final class InProcess {
  private static final Refused REFUSED =
      new Refused(403, "rule `test`: refused (record 0)", "probity_refusal", "test");
  private static final int WINDOW = 2000;
  private static final int HELD_BYTES = 1 << 20;

  /// What is planted, and no more: whatever else is found in a body would hide that it leaves.
  private static final List<String> PLANTED =
      Arrays.stream(Secret.values()).map(secret -> secret.label).distinct().toList();

  private final Bundle bundle;
  private final Detectors detectors;
  private final Judge judge;

  InProcess(Bundle bundle, Judge judge) {
    this(bundle, Detectors.of(PLANTED), judge);
  }

  /// With other detectors than all of them, to show what is seen then.
  InProcess(Bundle bundle, Detectors detectors, Judge judge) {
    this.bundle = bundle;
    this.detectors = detectors;
    this.judge = judge;
  }

  private Format format(Body request) {
    return bundle.route(request.head().path()).flatMap(Route::wire).orElseThrow();
  }

  private Prompt prompt(Body request, String body) {
    return format(request).request(request.head(), Bytes.utf8(body));
  }

  Run request(Body body, String text) {
    return switch (prompt(body, text)) {
      case Prompt.Read read -> {
        var findings = detectors.inspect(read.body(), read.places());
        var out = Splice.apply(read.body(), read.places(), masked(findings));
        yield run(out, read.places(), findings, read.coverage());
      }
      case Prompt.Opaque opaque -> Run.passed(opaque.body().utf8());
      case Prompt.Unreadable _ -> Run.UNREADABLE;
    };
  }

  Run answer(Body body, String text) {
    var asked = body.asked().orElseThrow();
    var format = format(asked);
    var bytes = Bytes.utf8(text);
    var prompt = prompt(asked, asked.body(Template.Planted.NOTHING, ""));
    var answer =
        body.way() == Body.Way.ANSWER
            ? format.answer(prompt, bytes)
            : body.type().equals("text/html") ? PlainText.answer(bytes) : format.error(bytes);
    return switch (answer) {
      case Answer.Read read -> {
        var findings = detectors.inspect(read.texts());
        var out = read.altered(masked(findings), List.of());
        yield run(out, read.places(), findings, read.coverage());
      }
      case Answer.Unreadable _ -> Run.UNREADABLE;
    };
  }

  private static Run run(Bytes out, List<Place> places, List<Finding> findings, Coverage coverage) {
    var found = Folded.fold(places, findings);
    boolean unmaskable =
        masked(findings).stream().anyMatch(finding -> places.get(finding.place()).fixed());
    boolean refused = Rules.refuses(Run.labels(found), coverage.notRead().keySet()) || unmaskable;
    return new Run(
        refused ? "" : out.utf8(),
        refused ? Run.Ending.REFUSED : Run.Ending.PASSED,
        found,
        coverage);
  }

  private static List<Finding> masked(List<Finding> findings) {
    return findings.stream().filter(finding -> Rules.masks(finding.label())).toList();
  }

  /// What a streamed answer is read for: the request that it answers, read once.
  record Question(Format format, Prompt prompt) {}

  Question question(Body body) {
    var asked = body.asked().orElseThrow();
    return new Question(format(asked), prompt(asked, asked.body(Template.Planted.NOTHING, "")));
  }

  /// @param ends where the pieces end in which the bytes come, rising, without the last
  Run stream(Question question, Body body, byte[] bytes, int[] ends) {
    var stream = question.format().stream(question.prompt(), body.type()).orElseThrow();
    var inspection = new StreamInspection(stream, detectors, WINDOW, HELD_BYTES, judge);
    var client = new Client(stream, inspection);
    int at = 0;
    for (int end : ends) {
      client.perform(inspection.feed(Bytes.wrap(Arrays.copyOfRange(bytes, at, end))));
      at = end;
    }
    client.perform(inspection.feed(Bytes.wrap(Arrays.copyOfRange(bytes, at, bytes.length))));
    client.perform(inspection.end());
    return new Run(
        Bytes.wrap(client.out.toByteArray()).utf8(),
        client.ending,
        inspection.findings(),
        inspection.coverage());
  }

  /// Does what the gateway does with the effects, and keeps what its client gets.
  private static final class Client {
    private final AnswerStream stream;
    private final StreamInspection inspection;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private Run.Ending ending = Run.Ending.BROKEN;
    private boolean over;

    Client(AnswerStream stream, StreamInspection inspection) {
      this.stream = stream;
      this.inspection = inspection;
    }

    void perform(List<Effect> effects) {
      Deque<Effect> waiting = new ArrayDeque<>(effects);
      while (!waiting.isEmpty() && !over) {
        switch (waiting.removeFirst()) {
          case Effect.Release(var bytes) -> out.writeBytes(bytes.array());
          case Effect.ToolCalled called -> waiting.addAll(inspection.allowed(called.number()));
          case Effect.Cut() -> end(Run.Ending.CUT, stream.error(REFUSED));
          case Effect.Unmaskable(), Effect.TooLarge() -> end(Run.Ending.CUT, stream.error(REFUSED));
          case Effect.Finish(var last) -> end(Run.Ending.PASSED, last);
          case Effect.Failed(var last) -> end(Run.Ending.PASSED, last);
          case Effect.Broken _ -> end(Run.Ending.BROKEN, Bytes.EMPTY);
        }
      }
    }

    private void end(Run.Ending how, Bytes last) {
      over = true;
      ending = how;
      out.writeBytes(last.array());
    }
  }
}
