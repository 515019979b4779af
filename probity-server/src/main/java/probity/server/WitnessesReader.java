package probity.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import probity.gateway.upstream.Origin;
import probity.ledger.Checked;
import probity.ledger.VerifierKey;
import probity.witness.client.Witnesses;
import probity.yaml.Mapping;

/// Reads `ledger.witnesses` of the configuration.
final class WitnessesReader {
  private static final int WITNESSES_MAX = 32;
  private static final int VKEY_MAX = 2_200;
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

  private WitnessesReader() {}

  static Witnesses read(Mapping witnesses) {
    var every = ConfigReader.duration(witnesses.optional("every"), Witnesses.EVERY);
    var value = witnesses.required("list");
    var read = value.mappings(WITNESSES_MAX, WitnessesReader::witness);
    var list = read.stream().flatMap(Optional::stream).toList();
    if (hasTwice(list)) value.mistake("a witness's name or key stands twice");
    var quorum = witnesses.required("quorum");
    long asked = quorum.integer(1, WITNESSES_MAX).orElse(0);
    if (asked > read.size()) {
      quorum.mistake("a quorum of " + asked + ", but there are " + read.size() + " witnesses");
    }
    // Where there is a mistake, what is read is not used.
    return list.isEmpty() || asked < 1 || asked > list.size()
        ? Witnesses.NONE
        : new Witnesses((int) asked, every, list);
  }

  private static boolean hasTwice(List<Witnesses.Named> list) {
    var seen = new ArrayList<Witnesses.Named>();
    for (Witnesses.Named one : list) {
      if (seen.stream()
          .anyMatch(other -> other.name().equals(one.name()) || other.key().isSameKey(one.key()))) {
        return true;
      }
      seen.add(one);
    }
    return false;
  }

  private static Optional<Witnesses.Named> witness(Mapping witness) {
    var name = witness.required("name").name(NAME, "a witness's name (`[a-z0-9._-]+`)");
    name.filter(text -> List.of("none", Witnesses.GROUP).contains(text.value()))
        .ifPresent(text -> text.mistake("`none` and `witnesses` have a meaning in a policy"));
    var key = witness.required("key").text(VKEY_MAX);
    var url = witness.required("url").text(2_000);
    if (name.isEmpty() || key.isEmpty() || url.isEmpty()) return Optional.empty();
    var at = ConfigReader.uri(url.get().value());
    var origin = at.flatMap(Origin::of);
    if (origin.isEmpty() || at.get().getRawQuery() != null) {
      url.get().mistake("a URL `http(s)://host[:port][/path]` was expected");
      return Optional.empty();
    }
    String path = at.get().getRawPath().replaceAll("/+$", "");
    return switch (VerifierKey.parse(key.get().value())) {
      case Checked.Valid<VerifierKey>(var vkey) when vkey.type().timestamped() ->
          Optional.of(new Witnesses.Named(name.get().value(), vkey, origin.get(), path));
      case Checked.Valid<VerifierKey>(_) -> {
        key.get().mistake("a witness's key (type 0x04 or 0x06) was expected, not a log's");
        yield Optional.empty();
      }
      case Checked.Invalid<VerifierKey>(_, var detail) -> {
        key.get().mistake(detail);
        yield Optional.empty();
      }
    };
  }
}
