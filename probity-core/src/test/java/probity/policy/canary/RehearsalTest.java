package probity.policy.canary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import probity.classify.Detectors;
import probity.exchange.Bytes;
import probity.exchange.Finding;
import probity.exchange.Prompt;
import probity.policy.Bundle;
import probity.policy.BundleFile;
import probity.policy.BundleReading;
import probity.policy.Canary;
import probity.wire.Answer;
import probity.wire.RequestHead;
import probity.wire.openai.OpenAiChat;

class RehearsalTest {
  private static final Path DEMO = Path.of("../examples/demo-bundle");

  private static final String ON_ANSWERS =
      """
      - id: key-in-answer
        requirement: SEC-1
        controls: ["42001:A.9.2"]
        route: chat
        roles: [support]
        every: 1d
        request: '{"model":"demo-small","messages":[]}'
        answer: write to ops@example.com
        expect: {on: response, verdict: permit, rule: mask-email-in-answers, redacted: [personal.email], planted: [ops@example.com]}
      """;

  private static List<String> missed(UnaryOperator<String> changed) {
    var files = new ArrayList<BundleFile>();
    try (var paths = Files.walk(DEMO)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.add(
            new BundleFile(
                DEMO.relativize(path).toString(), changed.apply(Files.readString(path))));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    files.add(new BundleFile("canaries/more.yaml", changed.apply(ON_ANSWERS)));
    var reading = Bundle.read(files, Detectors.known());
    assertThat(reading).isInstanceOf(BundleReading.Loaded.class);
    var bundle = ((BundleReading.Loaded) reading).bundle();
    return new Rehearsal(bundle).missed();
  }

  @Test
  void those_of_the_demo_bundle_are_met() {
    assertThat(missed(text -> text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          labels['payment.card'] >= 80 | labels['payment.card'] >= 96 | canary `card-is-refused` would be missed: `refuse` was expected, it comes to `permit` by support-may-chat
          when: tool == 'issue_refund' | when: tool == 'issue_refund' && caller == '' | canary `refund-is-refused` would be missed: rule `refunds-need-a-person` was expected, it comes to `refuse` by probity/default
          roles: [support] | roles: [intern] | canary `key-in-answer` would be missed: the request is refused already, by rule `probity/default`
          answer: write to ops@example.com | answer: "write to (ops@example.com)" | none
          """)
  void one_that_would_be_missed_is_named_with_its_place(
      String text, String changed, String sentence) {
    var missed = missed(file -> file.replace(text, changed));

    if (sentence.equals("none")) assertThat(missed).isEmpty();
    else
      assertThat(missed)
          .anySatisfy(one -> assertThat(one).startsWith("canaries/").endsWith(sentence));
  }

  private static Prompt asked(OpenAiChat format, boolean stream) {
    return format.request(
        new RequestHead("POST", "/", _ -> Optional.empty()),
        Bytes.utf8("{\"model\":\"m\",\"messages\":[],\"stream\":" + stream + "}"));
  }

  @Test
  void what_it_wants_said_is_read_as_a_models_answer() {
    var call = new Canary.Answer("", "issue_refund", "{\"to\":\"ops@example.com\"}");

    var format = new OpenAiChat();
    var asked = asked(format, false);

    var read = format.answer(asked, format.canned(asked, call.said()).body());

    assertThat(read).isInstanceOf(Answer.Read.class);
    var answer = (Answer.Read) read;
    assertThat(answer.toolCalls())
        .extracting(Answer.ToolCall::name)
        .containsExactly("issue_refund");
    assertThat(Detectors.of(List.of("personal.email")).inspect(answer.texts()))
        .extracting(Finding::label)
        .containsExactly("personal.email");
  }

  @Test
  void a_streamed_one_comes_in_pieces_and_whole() {
    var format = new OpenAiChat();
    Bytes stream =
        format
            .canned(
                asked(format, true),
                new Canary.Answer("Grüße, 👩‍🚀 and ops@example.com", "", "").said())
            .body();

    var said = new StringBuilder();
    Pattern.compile("\"content\":\"([^\"]*)\"")
        .matcher(stream.utf8())
        .results()
        .forEach(piece -> said.append(piece.group(1)));
    assertThat(said.toString()).isEqualTo("Grüße, 👩‍🚀 and ops@example.com");
    assertThat(stream.utf8()).doesNotContain("ops@example").endsWith("data: [DONE]\n\n");
  }
}
