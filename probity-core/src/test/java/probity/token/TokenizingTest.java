package probity.token;

import static org.assertj.core.api.Assertions.assertThat;
import static probity.token.Requests.body;
import static probity.token.Requests.finding;
import static probity.token.Requests.key;
import static probity.token.Requests.naming;
import static probity.token.Requests.restored;
import static probity.token.Requests.signedFromSecond;
import static probity.token.Requests.texts;
import static probity.token.Requests.tokenized;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import probity.classify.Detectors;
import probity.classify.Labels;
import probity.exchange.Bytes;
import probity.exchange.Finding;
import probity.exchange.Place;
import probity.wire.Seeds;
import probity.wire.Texts;

class TokenizingTest {
  private static final String PERSON = "personal.person";
  private static final String MAIL = "personal.email";

  @Test
  void what_was_replaced_by_tokens_comes_back_letter_by_letter() {
    Seeds.check(
        3000,
        random -> {
          String[] said = new String[1 + random.nextInt(3)];
          for (int i = 0; i < said.length; i++) said[i] = text(random);
          var request = body(said);

          var made = tokenized(request, naming(), findings(request, random));

          assertThat(restored(made.tokens(), made.body())).isEqualTo(List.of(said));
        });
  }

  @Test
  void a_text_keeps_its_token_in_its_conversation_and_has_others_elsewhere() {
    var first = body("I am Ada Lovelace. Ada Lovelace?");
    var later = body("Ask Ada Lovelace", "Ada Lovelace");

    String token = personIn(texts(made(first, 1, "c1").body()).getFirst());

    assertThat(texts(made(first, 1, "c1").body()).getFirst())
        .isEqualTo("I am " + token + ". " + token + "?");
    assertThat(texts(made(later, 1, "c1").body())).containsExactly("Ask " + token, token);
    assertThat(texts(made(later, 1, "c2").body()).get(1)).isNotEqualTo(token);
    assertThat(texts(made(later, 1, "").body()).get(1)).isNotEqualTo(token);
    assertThat(texts(made(later, 2, "c1").body()).get(1)).isNotEqualTo(token);
  }

  private static Tokenized made(Texts request, int subject, String conversation) {
    return tokenized(request, naming(key(subject), conversation), everyAda(request));
  }

  private static List<Finding> everyAda(Texts request) {
    var findings = new ArrayList<Finding>();
    for (int place = 0; place < request.places().size(); place++) {
      String text = request.text(place);
      for (int at = text.indexOf("Ada L"); at >= 0; at = text.indexOf("Ada L", at + 1)) {
        findings.add(finding(place, PERSON, at, at + 12));
      }
    }
    return findings;
  }

  private static String personIn(String text) {
    int at = text.indexOf("Person-");
    return text.substring(at, at + 17);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "personal.email         | ada@example.com             | [b-z]{10}@localhost",
        "personal.person        | Ada Lovelace                | Person-[B-Z]{10}",
        "payment.card           | 4111 1111 1111 1111         | \\d{4} \\d{4} \\d{4} \\d{4}",
        "payment.card           | 378282246310005             | \\d{15}",
        "payment.iban           | DE89 3704 0044 0532 0130 00 | DE\\d\\d( \\d{4}){4} \\d\\d",
        "payment.iban           | gb29nwbk60161331926819      | GB\\d\\d[B-Z]{4}\\d{14}",
        "personal.ssn           | 219-09-9999                 | \\d{3}-\\d\\d-\\d{4}",
        "payment.account        | 12-34-56                    | Account-[B-Z]{10}",
        "personal.birth-date    | 1990-04-12                  | Birthdate-[B-Z]{10}",
        "health.icd10           | F32.1                       | Icd-[B-Z]{10}",
        "network.ip-address     | 203.0.113.199               | \\d{3}\\.\\d\\.\\d{3}\\.\\d{3}"
      })
  void a_token_keeps_the_form_of_what_it_stands_for(String label, String value, String form) {
    var request = body("It is " + value + ".");
    var real = Detectors.of(Labels.known());

    var made =
        Tokenizing.of(
                request,
                List.of(),
                List.of(finding(request, 0, label, value)),
                naming(),
                text -> isFound(real, text))
            .orElseThrow();

    String said = texts(made.body()).getFirst();
    assertThat(said).matches("It is (" + form + "|[A-Z][a-z]+-[B-Z]{10})\\.").doesNotContain(value);
    assertThat(isFound(real, said)).isFalse();
    assertThat(restored(made.tokens(), said)).containsExactly("It is " + value + ".");
  }

  @Test
  void no_token_is_found_itself() {
    var real = Detectors.of(Labels.known());
    var values =
        List.of(
            "ada@example.com",
            "Ada Lovelace",
            "4111 1111 1111 1111",
            "378282246310005",
            "DE89370400440532013000",
            "FR14 2004 1010 0505 0001 3M02 606",
            "219-09-9999",
            "0170 1234567",
            "123.456.789");
    int attempt = 0;
    for (String label : Labels.known()) {
      for (String value : values) {
        var form = TokenForm.of(label, value);
        for (int i = 0; i < 20; i++) {
          String token = form.token(naming().bytes(label, value, attempt++));
          if (form.looksReal()) continue;
          assertThat(isFound(real, token)).as(token).isFalse();
          assertThat(isFound(real, "See " + token + ", please.")).as(token).isFalse();
        }
      }
    }
  }

  @Test
  void a_number_that_always_looks_real_gets_a_word_after_few_inspections() {
    for (String value : List.of("219-09-9999", "DE89 3704 0044 0532 0130 00")) {
      var request = body(value);
      var findings = List.of(finding(request, 0, "payment.iban", value));
      var shown = new ArrayList<String>();

      var made =
          Tokenizing.of(
                  request,
                  List.of(),
                  findings,
                  naming(),
                  text -> {
                    shown.add(text);
                    return text.contains(":");
                  })
              .orElseThrow();

      assertThat(texts(made.body()).getFirst()).matches("Iban-[B-Z]{10}");
      assertThat(shown).isNotEmpty().hasSizeLessThanOrEqualTo(8);
      assertThat(Tokenizing.mayAskDetectors(request, findings)).isTrue();
    }
  }

  @Test
  void detectors_are_asked_about_numbers_alone() {
    var request = body("Ada Lovelace, ada@example.com");
    var findings =
        List.of(
            finding(request, 0, PERSON, "Ada Lovelace"),
            finding(request, 0, MAIL, "ada@example.com"));

    var made =
        Tokenizing.of(
            request,
            List.of(),
            findings,
            naming(),
            text -> {
              throw new AssertionError(text);
            });

    assertThat(made).isPresent();
    assertThat(Tokenizing.mayAskDetectors(request, findings)).isFalse();
  }

  private static boolean isFound(Detectors detectors, String text) {
    var bytes = Bytes.utf8(text);
    var place = new Place(Place.Kind.USER, "", 0, bytes.length());
    return !detectors.inspect(new Texts(bytes, List.of(place), Texts.Spelling.PLAIN)).isEmpty();
  }

  @Test
  void check_digits_of_a_token_are_wrong() {
    var card = TokenForm.of("payment.card", "4111-1111-1111-1111");
    var iban = TokenForm.of("payment.iban", "DE89370400440532013000");

    assertThat(card.wrong("4111-1111-1111-1111")).isFalse();
    assertThat(card.wrong("4111-1111-1111-1112")).isTrue();
    assertThat(iban.wrong("DE89370400440532013000")).isFalse();
    assertThat(iban.wrong("DE88370400440532013000")).isTrue();
  }

  @Test
  void a_token_is_known_again_in_other_case_and_other_groups() {
    var request = body("Ada Lovelace, 4111 1111 1111 1111");
    var made =
        tokenized(
            request,
            finding(request, 0, PERSON, "Ada Lovelace"),
            finding(request, 0, "payment.card", "4111 1111 1111 1111"));
    String[] tokens = texts(made.body()).getFirst().split(", ", -1);
    String person = tokens[0];
    String card = tokens[1];

    assertThat(
            restored(
                made.tokens(),
                person.toLowerCase(Locale.ROOT) + "s card",
                person.replace('-', ' ') + ".",
                card.replace(" ", ""),
                card.replace(' ', '-') + "!"))
        .containsExactly(
            "Ada Lovelaces card", "Ada Lovelace.", "4111 1111 1111 1111", "4111 1111 1111 1111!");
    assertThat(restored(made.tokens(), person.substring(0, 16), person.replace("-", "\n")))
        .containsExactly(person.substring(0, 16), person.replace("-", "\n"));
  }

  @Test
  void a_token_of_a_number_is_not_restored_inside_a_longer_number_or_a_word() {
    var request = body("4111 1111 1111 1111, DE89370400440532013000");
    var made =
        tokenized(
            request,
            finding(request, 0, "payment.card", "4111 1111 1111 1111"),
            finding(request, 0, "payment.iban", "DE89370400440532013000"));

    for (String token : texts(made.body()).getFirst().split(", ", -1)) {
      String[] longer = {"7" + token, token + "7", "x" + token, token + "É", "{\"a\":\"7" + token};
      assertThat(restored(made.tokens(), longer)).containsExactly(longer);
      assertThat(restored(made.tokens(), token, "カ" + token + "で", "{\"a\":\"\\n" + token + "\\n"))
          .noneMatch(said -> said.contains(token));
    }
  }

  @Test
  void a_number_to_which_a_word_or_another_finding_is_joined_gets_a_word() {
    var request = body("No4111 1111 1111 1111 4111 1111 1111 11115500 0000 0000 0004x");
    var findings =
        List.of(
            finding(0, "payment.card", 2, 21),
            finding(0, "payment.card", 22, 41),
            finding(0, "payment.card", 41, 60));

    var made = tokenized(request, naming(), findings);

    assertThat(texts(made.body()).getFirst())
        .matches("NoCard-[B-Z]{10} Card-[B-Z]{10}Card-[B-Z]{10}x");
    assertThat(restored(made.tokens(), made.body())).containsExactly(request.text(0));
  }

  @Test
  void what_looks_like_a_token_and_is_none_stays() {
    String stranger = "Person-KXQWMTRZPL wrote to kxqwmtrzpl@localhost, 9999 9999 9999 9999";
    var request = body("I am Ada Lovelace", stranger);

    var made = tokenized(request, finding(request, 0, PERSON, "Ada Lovelace"));

    assertThat(texts(made.body()).get(1)).isEqualTo(stranger);
    assertThat(restored(made.tokens(), stranger)).containsExactly(stranger);
  }

  @Test
  void a_token_that_stands_in_the_request_is_not_given() {
    var alone = body("I am Ada Lovelace");
    String first =
        personIn(
            texts(tokenized(alone, finding(alone, 0, PERSON, "Ada Lovelace")).body()).getFirst());
    var request =
        body("I am Ada Lovelace", "Who is " + first + "? And " + first.toLowerCase(Locale.ROOT));

    var made = tokenized(request, finding(request, 0, PERSON, "Ada Lovelace"));

    var said = texts(made.body());
    assertThat(personIn(said.getFirst())).isNotEqualTo(first);
    assertThat(said.get(1))
        .isEqualTo("Who is " + first + "? And " + first.toLowerCase(Locale.ROOT));
    assertThat(restored(made.tokens(), made.body()))
        .containsExactly(
            "I am Ada Lovelace", "Who is " + first + "? And " + first.toLowerCase(Locale.ROOT));
  }

  @Test
  void a_text_keeps_its_token_over_turns_whose_signed_thinking_holds_it() {
    var said = new ArrayList<>(List.of("I am Ada Lovelace"));
    var tokens = new HashSet<String>();
    for (int turn = 0; turn < 40; turn++) {
      var request = signedFromSecond(said.toArray(String[]::new));

      var made = tokenized(request, finding(request, 0, PERSON, "Ada Lovelace"));

      String token = personIn(texts(made.body()).getFirst());
      tokens.add(token);
      said.add("They are " + token + ", so");
    }

    assertThat(tokens).hasSize(1);
  }

  @Test
  void two_texts_never_share_a_token() {
    var request = body("Ada, Bob, Cid, Dan, Eve, Fay");
    var findings = new ArrayList<Finding>();
    for (String name : List.of("Ada", "Bob", "Cid", "Dan", "Eve", "Fay")) {
      findings.add(finding(request, 0, PERSON, name));
    }
    // A function that gives all the same token, until it is asked often enough.
    Naming clumsy = (_, value, attempt) -> naming().bytes("", attempt < 3 ? "" : value, attempt);

    var made = tokenized(request, clumsy, findings);

    var tokens = List.of(texts(made.body()).getFirst().split(", ", -1));
    assertThat(new HashSet<>(tokens)).hasSize(6);
    assertThat(restored(made.tokens(), made.body()))
        .containsExactly("Ada, Bob, Cid, Dan, Eve, Fay");
  }

  @Test
  void where_a_text_is_masked_as_well_the_mask_stands() {
    var request = body("Ada Lovelace <ada@example.com>, Bob Moss");
    var mail = finding(request, 0, MAIL, "ada@example.com");
    var both = finding(request, 0, PERSON, "Ada Lovelace <ada");
    var bob = finding(request, 0, PERSON, "Bob Moss");

    var made =
        Tokenizing.of(request, List.of(mail), List.of(both, bob, mail), naming(), _ -> false)
            .orElseThrow();

    assertThat(texts(made.body()).getFirst())
        .matches("\\[redacted:personal.email]>, Person-[B-Z]{10}");
  }

  @Test
  void inside_json_a_value_is_written_so_that_it_stays_json() {
    var request = body("Call me Ada \"Countess\"\nLovelace");
    var made = tokenized(request, finding(request, 0, PERSON, "Ada \"Countess\"\nLovelace"));
    String token = personIn(texts(made.body()).getFirst());

    assertThat(
            restored(
                made.tokens(),
                "{\"to\":\"" + token + "\"}",
                "{\"body\":\"{\\\"to\\\":\\\"" + token + "\\\"}\"}",
                "[1] " + token,
                "[note] \"" + token + "\""))
        .containsExactly(
            "{\"to\":\"Ada \\\"Countess\\\"\\nLovelace\"}",
            "{\"body\":\"{\\\"to\\\":\\\"Ada \\\\\\\"Countess\\\\\\\"\\\\nLovelace\\\"}\"}",
            "[1] Ada \"Countess\"\nLovelace",
            "[note] \"Ada \"Countess\"\nLovelace\"");
  }

  @Test
  void a_body_grows_to_its_bound_and_no_further() {
    String key = "-----BEGIN KEY-----\n" + "MIIé\"\\\n".repeat(400);
    var request = body(key);
    var made = tokenized(request, finding(request, 0, "credential.private-key", key));
    String token = texts(made.body()).getFirst();
    var answer = body(token.repeat(50), "{\"a\":\"" + token + "\"}");

    int length = restored(made.tokens(), answer, Integer.MAX_VALUE).orElseThrow().length();

    assertThat(length).isGreaterThan(50 * key.length());
    assertThat(restored(made.tokens(), answer, length)).isPresent();
    assertThat(restored(made.tokens(), answer, length - 1)).isEmpty();
  }

  @Test
  void a_value_is_written_once_however_often_its_token_stands_in_an_answer() {
    var request = body("Ada Lovelace");
    var made = tokenized(request, finding(request, 0, PERSON, "Ada Lovelace"));
    String token = texts(made.body()).getFirst();
    var answer = body(token + " " + token, token);

    var found = made.tokens().find(answer, _ -> true);
    var edits = Tokens.restore(answer, found, List.of(), Integer.MAX_VALUE).orElseThrow().edits();

    assertThat(edits)
        .hasSize(3)
        .allSatisfy(edit -> assertThat(edit.with()).isSameAs(edits.getFirst().with()));
  }

  @Test
  void the_length_of_a_value_is_known_before_it_is_written() {
    Seeds.check(
        2000,
        random -> {
          String value = text(random) + "\u0001\t€";
          int depth = random.nextInt(5);

          assertThat(JsonText.length(value, depth))
              .isEqualTo(Bytes.utf8(JsonText.escaped(value, depth)).length());
        });
  }

  @Test
  void a_value_found_inside_json_is_plain_where_the_answer_is() {
    var request = body("{\"name\":\"Ren\\u00e9 Dupont\"}", "Bonjour René Dupont");
    var made =
        tokenized(
            request,
            finding(request, 0, PERSON, "Ren\\u00e9 Dupont"),
            finding(request, 1, PERSON, "René Dupont"));
    String token = personIn(texts(made.body()).get(1));

    assertThat(texts(made.body()).getFirst()).isEqualTo("{\"name\":\"" + token + "\"}");
    assertThat(restored(made.tokens(), "Hello " + token, "{\"to\": \"" + token + "\"}"))
        .containsExactly("Hello René Dupont", "{\"to\": \"Ren\\u00e9 Dupont\"}");
  }

  @Test
  void with_too_many_texts_nothing_is_made() {
    var said = new StringBuilder();
    for (int i = 0; i <= Tokenizing.VALUES_MAX; i++) said.append("name").append(i).append(' ');
    var request = body(said.toString());
    var findings = new ArrayList<Finding>();
    for (int at = 0; at < said.length(); ) {
      int end = said.indexOf(" ", at);
      findings.add(finding(0, PERSON, at, end));
      at = end + 1;
    }

    assertThat(Tokenizing.of(request, List.of(), findings, naming(), _ -> false)).isEmpty();
    assertThat(
            Tokenizing.of(
                request,
                List.of(),
                findings.subList(0, Tokenizing.VALUES_MAX),
                naming(),
                _ -> false))
        .isPresent();
  }

  @Test
  void counts_that_no_list_has_room_for_are_told_as_one() {
    var counts = new TreeMap<>(Map.of("payment.card", 1, "restored/a.b", 2, "restored/c.d", 3));

    assertThat(Tokens.folded(counts, 3)).isEqualTo(counts);
    assertThat(Tokens.folded(counts, 2)).isEqualTo(Map.of("payment.card", 1, "restored/other", 5));
  }

  /// A text of all sorts of characters, or one that is JSON.
  private static String text(Random random) {
    var text = new StringBuilder();
    for (int i = random.nextInt(14); i >= 0; i--) {
      text.append(
          List.of(
                  "ada@x.de",
                  "4111 1111 1111 1111",
                  "Ada",
                  "é",
                  "😀",
                  "\"",
                  "\\",
                  "\\u00e9",
                  "\n",
                  "\\n",
                  "{",
                  "}",
                  "[",
                  "1",
                  "DE89370400440532013000",
                  " ",
                  ":",
                  "Person-")
              .get(random.nextInt(18)));
    }
    if (random.nextInt(3) > 0) return text.toString();
    String inner = JsonText.escaped(text.toString(), 1);
    String json = "{\"a\":\"" + inner + "\",\"b\":[\"" + inner.replace("é", "\\u00e9") + "\"]}";
    return random.nextBoolean() ? json : "[\"" + JsonText.escaped(json, 1) + "\",\"Ada\"]";
  }

  private static List<Finding> findings(Texts request, Random random) {
    var labels = List.of(PERSON, MAIL, "payment.card", "payment.iban");
    var findings = new ArrayList<Finding>();
    for (int i = random.nextInt(7); i > 0; i--) {
      int place = random.nextInt(request.places().size());
      int length = request.text(place).length();
      int start = random.nextInt(length);
      int end = Math.min(length, start + 1 + random.nextInt(12));
      findings.add(finding(place, labels.get(random.nextInt(4)), start, end));
    }
    return findings;
  }
}
