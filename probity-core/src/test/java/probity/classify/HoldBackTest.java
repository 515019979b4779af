package probity.classify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import probity.exchange.Bytes;
import probity.exchange.Finding;
import probity.exchange.Place;
import probity.wire.Seeds;
import probity.wire.Texts;

class HoldBackTest {
  private static final Detectors ALL = Detectors.of(Detectors.known());

  /// One detector never profits from what another one still holds.
  private static final List<Detectors> ALONE =
      Stream.concat(
              Detectors.known().stream().map(label -> Detectors.of(List.of(label))),
              Stream.of(
                  Detectors.of(
                      List.of("personal.phone"),
                      PhoneRegions.of(List.of("DE", "FR", "US")),
                      OwnLabels.NONE),
                  Detectors.of(List.of("business.project"), PhoneRegions.UNDECLARED, Morsels.OWN)))
          .toList();

  static List<Secret> secrets() {
    return Secret.SAMPLES;
  }

  @ParameterizedTest
  @MethodSource("secrets")
  void two_pieces_find_what_one_finds(Secret secret) {
    for (String frame :
        List.of("%s", "see %s.", "x %s y", "%s %s", "\"%s\"", "0%s", "%s7", "a%sb")) {
      String text = frame.replace("%s", secret.text());
      for (int split = 0; split <= text.length(); split++) {
        holds(ALL, text, List.of(text.substring(0, split), text.substring(split)));
      }
    }
  }

  /// What a text looks like is found however it is spelled, from its first character to its last.
  @ParameterizedTest
  @EnumSource
  void a_disguise_hides_nothing(Disguise disguise) {
    for (Secret secret : Secret.SAMPLES) {
      String text = "see " + disguise.all(secret.text()) + ".";
      for (int split = 0; split <= text.length(); split++) {
        holds(ALL, text, List.of(text.substring(0, split), text.substring(split)));
      }

      assertThat(found(ALL, text))
          .as("%s in %s", secret.label(), text)
          .anySatisfy(hit -> {
            assertThat(hit.label()).isEqualTo(secret.label());
            String rest = text.substring(0, hit.start()) + text.substring(hit.end());
            boolean tags = disguise != Disguise.TAGS_BETWEEN;
            assertThat(looks(rest, tags)).isEqualTo("see .");
          });
    }
  }

  /// A disguise of which every second character is left as it is.
  @ParameterizedTest
  @EnumSource
  void half_a_disguise_hides_nothing(Disguise disguise) {
    for (Secret secret : Secret.SAMPLES) {
      var text = new StringBuilder("see ");
      for (int i = 0; i < secret.text().length(); i++) {
        char c = secret.text().charAt(i);
        text.append(i % 2 == 0 ? Character.toString(c) : disguise.of(c, i));
      }
      String spelled = text.append(" there").toString();
      holds(ALL, spelled, List.of(spelled.substring(0, 9), spelled.substring(9)));

      assertThat(spans(ALL, spelled)).anyMatch(span -> span.startsWith(secret.label() + " 4-"));
    }
  }

  @Test
  void what_is_found_as_it_is_spelled_stays_found() {
    for (String after : List.of("\u00b2", "\u200b5", "\uff11", "\ud835\udfcf", "\\u0031")) {
      assertThat(spans(ALL, "card 4111111111111111" + after)).contains("payment.card 5-21");
    }
  }

  @Test
  void disguised_pieces_find_what_one_finds() {
    Seeds.check(
        3000,
        random -> {
          var text = new StringBuilder();
          for (int i = 0; i < 4; i++) {
            String part = Morsels.text(random);
            Disguise disguise = Disguise.any(random);
            text.append(random.nextBoolean() ? part : disguise.all(part));
          }
          holds(ALL, text.toString(), Morsels.pieces(text.toString(), random));
        });
  }

  @Test
  void any_pieces_find_what_one_finds() {
    Seeds.check(
        3000,
        random -> {
          String text = Morsels.text(random);
          List<String> pieces = Morsels.pieces(text, random);
          holds(ALL, text, pieces);
          for (Detectors alone : ALONE) holds(alone, text, pieces);
        });
  }

  /// More of them than are parsed, so that what is found depends on what came before.
  @Test
  void pieces_of_many_numbers_find_what_one_text_of_them_finds() {
    var phones =
        Detectors.of(
            List.of("personal.phone"),
            PhoneRegions.of(List.of("DE", "FR", "GB", "IT", "NL", "US")),
            OwnLabels.NONE);
    Seeds.check(
        20,
        random -> {
          var text = new StringBuilder();
          for (int i = 0; i < 300; i++) {
            text.append("0").append(100_000_00 + random.nextInt(random.nextBoolean() ? 40 : 9_000));
            text.append(List.of(", ", "\u200b; ", "\\u0031 ", " a\n").get(random.nextInt(4)));
          }
          holds(phones, text.toString(), Morsels.pieces(text.toString(), random));
        });
  }

  @Test
  void a_candidate_that_outgrows_the_window_is_known_before_it_is_clear() {
    var hold = new HoldBack(ALL.all(), 100);
    String key = Secret.pem(20);

    int known = -1;
    for (int i = 0; i < key.length(); i++) {
      if (!hold.feed(key.substring(i, i + 1)).isEmpty()) known = i;
      if (known < 0) assertThat(hold.clear()).isZero();
    }

    assertThat(known).isEqualTo(100);
    assertThat(hold.hits()).singleElement().satisfies(hit -> assertThat(hit.start()).isZero());
    assertThat(hold.hits().getFirst().end()).isEqualTo(key.length());
  }

  @Test
  void only_a_bounded_part_of_the_text_is_kept() {
    Seeds.check(
        20,
        random -> {
          var hold = new HoldBack(ALL.all(), 2000);
          for (int i = 0; i < 300; i++) {
            hold.feed(Morsels.text(random));
            hold.forget(hold.clear());
            assertThat(hold.held()).isLessThan(4000);
          }
        });
  }

  /// The law: pieces find what the whole text finds, and no character of a finding is clear before
  /// the finding is known.
  private static void holds(Detectors detectors, String text, List<String> pieces) {
    var hold = new HoldBack(detectors.all(), 20_000);
    var clearWhen = new ArrayList<int[]>();
    var known = new ArrayList<Hit>();
    for (String piece : pieces) {
      known.addAll(hold.feed(piece));
      clearWhen.add(new int[] {hold.clear(), known.size()});
    }
    known.addAll(hold.end());

    assertThat(hold.clear()).isEqualTo(text.length());
    assertThat(spans(known)).isEqualTo(spans(detectors, text));
    for (int[] then : clearWhen) {
      for (Hit later : known.subList(then[1], known.size())) {
        assertThat(later.start()).isGreaterThanOrEqualTo(then[0]);
      }
    }
  }

  private static String looks(String text, boolean tags) {
    var out = new StringBuilder();
    var skeleton = new Skeleton(tags, 0, (c, _, _) -> out.append(c));
    skeleton.read(text, 0, text.length());
    skeleton.end();
    return out.toString();
  }

  private static List<String> spans(List<Hit> hits) {
    return hits.stream()
        .sorted(
            Comparator.comparingInt(Hit::start)
                .thenComparing(Comparator.comparingInt(Hit::end).reversed())
                .thenComparing(Hit::label))
        .map(hit -> hit.label() + " " + hit.start() + "-" + hit.end())
        .toList();
  }

  private static List<String> spans(Detectors detectors, String text) {
    return found(detectors, text).stream()
        .map(finding -> finding.label() + " " + finding.start() + "-" + finding.end())
        .toList();
  }

  private static List<Finding> found(Detectors detectors, String text) {
    Bytes body = Bytes.utf8(text);
    var place = new Place(Place.Kind.OTHER, "", 0, body.length());
    return detectors.inspect(new Texts(body, List.of(place), Texts.Spelling.PLAIN));
  }
}
