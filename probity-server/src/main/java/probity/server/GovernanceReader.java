package probity.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import probity.ledger.Checked;
import probity.ledger.VerifierKey;
import probity.ledger.statement.PersonStatement;
import probity.policy.life.Founder;
import probity.policy.life.Roles;
import probity.review.Reviews;
import probity.yaml.Mapping;
import probity.yaml.Text;
import probity.yaml.Value;

/// Reads `people`, `unsigned_bundle`, `control`, `console` and `canaries` of the configuration.
final class GovernanceReader {
  private static final int PEOPLE_MAX = 64;
  private static final int ROLES_MAX = 16;
  private static final Pattern COMPETENCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,127}");

  private GovernanceReader() {}

  /// @param reviews of the section `vault`
  /// @param path where a file of the configuration is
  static GovernanceConfig read(
      Mapping top, Reviews.Settings reviews, WebhooksConfig webhooks, Function<Value, Path> path) {
    var control = top.optional("control").mapping(GovernanceReader::listen);
    return new GovernanceConfig(
        people(top.optional("people")),
        top.optional("unsigned_bundle").word(List.of("true", "false")).stream()
            .anyMatch(word -> word.value().equals("true")),
        control.flatMap(found -> found),
        top.optional("environment")
            .name(ConfigReader.ID, "the name of an environment (`[a-z0-9._-]+`)")
            .map(Text::value),
        reviews,
        top.optional("canaries").mapping(GovernanceReader::channel).flatMap(found -> found),
        webhooks,
        top.optional("console").mapping(console -> ConsoleReader.read(console, path)));
  }

  private static Optional<Config.Listen> listen(Mapping control) {
    return control
        .required("listen")
        .mapping(at ->
            new Config.Listen(
                ConfigReader.text(at.optional("host"), Config.Listen.DEFAULT.host()),
                (int) at.required("port").integer(0, 65535).orElse(0)));
  }

  private static Optional<String> channel(Mapping canaries) {
    return canaries
        .required("channel")
        .name(ConfigReader.ID, "a channel of the bundle (`[a-z0-9._-]+`)")
        .map(Text::value);
  }

  private static List<Founder> people(Value value) {
    var people =
        value.mappings(PEOPLE_MAX, GovernanceReader::person).stream()
            .flatMap(Optional::stream)
            .toList();
    for (int i = 0; i < people.size(); i++) {
      for (Founder other : people.subList(i + 1, people.size())) {
        if (people.get(i).name().equals(other.name())) {
          value.mistake("the name `" + other.name() + "` stands twice");
        } else if (people.get(i).key().isSameKey(other.key())) {
          value.mistake(
              "`"
                  + people.get(i).name()
                  + "` and `"
                  + other.name()
                  + "` have one key: that is one"
                  + " person");
        }
      }
    }
    if (!people.isEmpty() && !Roles.canApprove(people.stream().map(Founder::roles).toList())) {
      value.mistake("people among whom one is an `author` and another an `approver` were expected");
    }
    return people;
  }

  private static Optional<Founder> person(Mapping person) {
    var name = person.required("name").text(64);
    var vkey = person.required("key").text(200);
    var roles = new ArrayList<String>();
    for (Value item : person.required("roles").items(ROLES_MAX)) {
      item.name(ConfigReader.ID, "a role (`[a-z0-9._-]+`)").map(Text::value).ifPresent(roles::add);
    }
    var competence =
        person.optional("competence").name(COMPETENCE, "one word, a reference").map(Text::value);
    if (name.isEmpty() || vkey.isEmpty()) return Optional.empty();
    if (!PersonStatement.isName(name.get().value())) {
      name.get().mistake("a person's name (`[a-z0-9.-]+`) was expected");
      return Optional.empty();
    }
    return switch (PersonStatement.key(name.get().value(), vkey.get().value())) {
      case Checked.Valid<VerifierKey>(var key) ->
          Optional.of(new Founder(key, new TreeSet<>(roles), competence.orElse("")));
      case Checked.Invalid<VerifierKey>(_, var detail) -> {
        vkey.get().mistake(detail);
        yield Optional.empty();
      }
    };
  }
}
