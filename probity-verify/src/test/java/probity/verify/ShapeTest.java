package probity.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import probity.ledger.Checked;
import probity.ledger.Json;

class ShapeTest {
  private static final Path INTENT =
      Path.of("../probity-core/src/test/resources/evidence/intent.json");

  @Test
  void an_intent_has_its_form() throws IOException {
    assertThat(Shape.complaint("intent", intent())).isEmpty();
  }

  @Test
  void members_that_came_later_may_be_missing_but_have_their_form() throws IOException {
    assertThat(Shape.complaint("intent", without("source_index"))).isEmpty();
    assertThat(Shape.complaint("intent", without("sources_omitted"))).isEmpty();
    assertThat(Shape.complaint("intent", with("source_index", Json.of("payroll"))))
        .contains("`source_index` of `intent` entry is no HASH_OR_NONE");
    assertThat(Shape.complaint("intent", with("sources_omitted", Json.of("none"))))
        .contains("`sources_omitted` of `intent` entry is no COUNT");
  }

  @Test
  void members_of_every_intent_may_not_be_missing() throws IOException {
    assertThat(Shape.complaint("intent", without("findings")))
        .contains("`intent` entry without `findings`");
    assertThat(Shape.complaint("intent", without("withheld")))
        .contains("`intent` entry without `withheld`");
  }

  private static Json.Obj with(String name, Json value) throws IOException {
    return Json.object().putAll(without(name)).put(name, value).build();
  }

  private static Json.Obj without(String name) throws IOException {
    var body = Json.object();
    intent().members().stream()
        .filter(member -> !member.name().equals(name))
        .forEach(member -> body.put(member.name(), member.value()));
    return body.build();
  }

  private static Json.Obj intent() throws IOException {
    var read = Json.parseCanonical(Files.readString(INTENT).strip());
    return (Json.Obj) ((Checked.Valid<Json>) read).value();
  }
}
