package probity.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static probity.classify.Answers.DONE;
import static probity.classify.Answers.content;
import static probity.classify.Answers.contents;
import static probity.classify.Answers.delivered;
import static probity.classify.Answers.finish;
import static probity.classify.Answers.joined;
import static probity.classify.Answers.pieces;
import static probity.classify.Answers.tool;
import static probity.token.Requests.body;
import static probity.token.Requests.finding;
import static probity.token.Requests.texts;
import static probity.token.Requests.tokenized;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import probity.classify.StreamInspection.Effect;
import probity.exchange.Bytes;
import probity.token.Tokenized;
import probity.wire.Seeds;

/// Tokens of the request in a streamed answer.
class TokenStreamTest {
  private static final Judge PASSES = (_, _) -> new Ruling.Pass();

  private static final String SAID =
      "Ada \"Countess\" Lovelace <ada@example.com> pays with 4111 1111 1111 1111.";

  private static final Tokenized MADE = made();

  /// What the model was told instead.
  private static final String TOLD = texts(MADE.body()).getFirst();

  private static Tokenized made() {
    var request = body(SAID);
    return tokenized(
        request,
        finding(request, 0, "personal.person", "Ada \"Countess\" Lovelace"),
        finding(request, 0, "personal.email", "ada@example.com"),
        finding(request, 0, "payment.card", "4111 1111 1111 1111"));
  }

  @Test
  void tokens_are_restored_wherever_events_and_bytes_are_split() {
    assertThat(TOLD).doesNotContain("Ada", "ada@", "4111");
    Seeds.check(
        400,
        random -> {
          String told = "You: " + TOLD + " " + TOLD.toLowerCase(Locale.ROOT) + " Done? Person";
          String stream = contents(pieces(told, 1 + random.nextInt(30)));
          var inspection = inspection(PASSES);

          var effects = fed(inspection, Bytes.utf8(stream), random);

          assertThat(joined(delivered(effects)))
              .isEqualTo(Map.of("0/content", "You: " + SAID + " " + SAID + " Done? Person"));
          assertThat(effects.getLast()).isInstanceOf(Effect.Finish.class);
          assertThat(inspection.alterations())
              .isEqualTo(
                  Map.of(
                      "restored/personal.person", 2,
                      "restored/personal.email", 2,
                      "restored/payment.card", 2));
        });
  }

  @Test
  void a_number_is_restored_by_what_stands_beside_it_wherever_events_are_split() {
    String card = TOLD.substring(TOLD.indexOf("with ") + 5, TOLD.length() - 1);
    String told = "7" + card + ", " + card + "7, " + card + ". " + card;
    String restored = "7" + card + ", " + card + "7, 4111 1111 1111 1111. 4111 1111 1111 1111";
    Seeds.check(
        300,
        random -> {
          var inspection = inspection(PASSES);

          var effects =
              fed(inspection, Bytes.utf8(contents(pieces(told, 1 + random.nextInt(30)))), random);

          assertThat(said(effects)).isEqualTo(restored);
          assertThat(inspection.alterations()).isEqualTo(Map.of("restored/payment.card", 2));
        });
  }

  @Test
  void arguments_of_a_tool_stay_json() {
    Seeds.check(
        200,
        random -> {
          var parts = new StringBuilder(tool(0, 0, "mail", ""));
          for (String piece : pieces("{\"text\":\"" + TOLD + "\"}", 1 + random.nextInt(20))) {
            parts.append(tool(0, 0, "", piece));
          }
          var inspection = inspection(PASSES);

          var effects = fed(inspection, Bytes.utf8(parts + finish(0, "tool_calls") + DONE), random);
          effects.addAll(inspection.allowed(0));

          assertThat(called(effects).arguments()).isEqualTo("{\"text\":\"" + TOLD + "\"}");
          assertThat(joined(delivered(effects)).get("0/tool/0"))
              .endsWith("{\"text\":\"" + SAID.replace("\"", "\\\"") + "\"}");
        });
  }

  private static Effect.ToolCalled called(List<Effect> effects) {
    return effects.stream()
        .filter(Effect.ToolCalled.class::isInstance)
        .map(Effect.ToolCalled.class::cast)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void only_what_may_be_the_beginning_of_a_token_waits() {
    String person = TOLD.substring(0, 17);
    var inspection = inspection(PASSES, List.of());

    assertThat(said(inspection.feed(Bytes.utf8(content(0, "Dear "))))).isEqualTo("Dear ");
    assertThat(said(inspection.feed(Bytes.utf8(content(0, person.substring(0, 9)))))).isEmpty();
    assertThat(said(inspection.feed(Bytes.utf8(content(0, "? No")))))
        .isEqualTo(person.substring(0, 9) + "? No");
    assertThat(said(inspection.feed(Bytes.utf8(content(0, person.substring(0, 16)))))).isEmpty();
    assertThat(said(inspection.feed(Bytes.utf8(content(0, person.substring(16) + "!")))))
        .isEqualTo("Ada \"Countess\" Lovelace!");
    assertThat(said(inspection.feed(Bytes.utf8(content(0, person.substring(0, 16)))))).isEmpty();
    assertThat(said(inspection.feed(Bytes.utf8(finish(0, "length") + DONE))))
        .isEqualTo(person.substring(0, 16));
  }

  @Test
  void what_a_rule_masks_in_the_answer_is_masked_and_rules_see_no_tokens() {
    Judge masks = (labels, _) -> new Ruling.Redact(new TreeSet<>(labels.keySet()));
    String told = "Your " + TOLD + " Mine: bob@example.com, 5555 5555 5555 4444";
    Seeds.check(
        200,
        random -> {
          var inspection = inspection(masks);

          var effects =
              fed(inspection, Bytes.utf8(contents(pieces(told, 1 + random.nextInt(9)))), random);

          assertThat(joined(delivered(effects)).get("0/content"))
              .isEqualTo(
                  "Your " + SAID + " Mine: [redacted:personal.email], [redacted:payment.card]");
          assertThat(inspection.labels().keySet())
              .containsExactly("payment.card", "personal.email");
        });
  }

  @Test
  void a_mask_that_lies_on_a_token_wins_wherever_the_text_is_split() {
    Judge masks = (labels, _) -> new Ruling.Redact(new TreeSet<>(labels.keySet()));
    String mail = TOLD.substring(TOLD.indexOf('<') + 1, TOLD.indexOf('>'));
    // With a dot and a word behind it the token is an address of its own.
    String told = "See " + mail + ".example and " + mail + ".";
    Seeds.check(
        200,
        random -> {
          var inspection = inspection(masks);

          var effects =
              fed(inspection, Bytes.utf8(contents(pieces(told, 1 + random.nextInt(9)))), random);

          assertThat(joined(delivered(effects)).get("0/content"))
              .isEqualTo("See [redacted:personal.email] and ada@example.com.");
        });
  }

  @Test
  void a_stream_that_would_grow_too_much_is_cut_and_holds_no_part_of_a_value() {
    String key = "0123456789\n".repeat(400);
    var request = body(key);
    var made = tokenized(request, finding(request, 0, "credential.private-key", key));
    String token = texts(made.body()).getFirst();
    String written = key.replace("\n", "\\n");
    Seeds.check(
        50,
        random -> {
          String told = ("Say " + token + ". ").repeat(40);
          var inspection =
              new StreamInspection(
                  Answers.chat(), Detectors.of(List.of()), 2000, 1 << 16, PASSES, made.tokens());

          var effects =
              fed(inspection, Bytes.utf8(contents(pieces(told, 1 + random.nextInt(90)))), random);

          assertThat(effects.getLast()).isEqualTo(new Effect.TooLarge());
          String said = said(effects);
          long restored =
              inspection.alterations().getOrDefault("restored/credential.private-key", 0);
          assertThat(restored * written.length()).isLessThanOrEqualTo((1 << 16) + 40 * 21);
          assertThat(said.replace(key, "").replace("Say ", "").replace(". ", ""))
              .doesNotContain("0", token.substring(0, 14));
        });
  }

  private static String said(List<Effect> effects) {
    return joined(delivered(effects)).getOrDefault("0/content", "");
  }

  private static List<Effect> fed(StreamInspection inspection, Bytes stream, Random random) {
    var effects = new ArrayList<Effect>();
    int most = 1 + random.nextInt(200);
    for (int at = 0; at < stream.length(); ) {
      int to = Math.min(stream.length(), at + 1 + random.nextInt(most));
      effects.addAll(inspection.feed(Answers.bytes(stream, at, to)));
      at = to;
    }
    return effects;
  }

  private static StreamInspection inspection(Judge judge) {
    return inspection(judge, Detectors.known());
  }

  private static StreamInspection inspection(Judge judge, Collection<String> labels) {
    return new StreamInspection(
        Answers.chat(), Detectors.of(labels), 2000, 1 << 20, judge, MADE.tokens());
  }
}
