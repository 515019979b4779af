package probity.verify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import probity.ledger.Checked;
import probity.ledger.Entry;
import probity.ledger.Fault;
import probity.ledger.Hash;
import probity.ledger.Json;
import probity.ledger.VerifierKey;

/// What the `records` log says of others: the keys of the traffic logs, and the bundles and grants
/// that traffic may cite.
///
/// Holds every bundle entry's names, some words of every grant and revision; there are few.
final class Registry {
  private record Bundle(Optional<Json> name, Optional<Json> version, Optional<Json> digest) {
    static Bundle of(Json.Obj body) {
      return new Bundle(body.get("name"), body.get("version"), body.get("digest"));
    }
  }

  private final Findings findings;
  private final Map<String, List<VerifierKey>> logs = new LinkedHashMap<>();
  private final Map<Hash, Bundle> bundles = new LinkedHashMap<>();
  private final PeopleCheck people;
  private final ForceCheck force;
  private final GrantCheck grants = new GrantCheck();
  private final ActCheck acts;

  Registry(Findings findings) {
    this.findings = findings;
    this.people = new PeopleCheck(findings);
    this.force = new ForceCheck(findings, people);
    this.acts = new ActCheck(findings);
  }

  /// By whom the bundles were signed, in a line; empty where there is none.
  String signed() {
    return force.summary();
  }

  void follow(Entry entry, Place place) {
    var body = entry.body();
    force.follow(entry, place);
    grants.follow(entry);
    acts.follow(entry, place);
    if (entry.kind().equals("key") && body.text("role").equals(Optional.of("person"))) {
      people.follow(entry, place);
    } else if (entry.kind().equals("bundle")) {
      bundles.put(entry.leaf(), Bundle.of(body));
    } else if (entry.kind().equals("key") && body.text("role").equals(Optional.of("log"))) {
      switch (VerifierKey.parse(body.text("key").orElse(""))) {
        case Checked.Invalid<VerifierKey> invalid -> findings.add(invalid, place);
        case Checked.Valid<VerifierKey>(var key) -> {
          if (!body.text("name").equals(Optional.of(key.name()))) {
            findings.add(Fault.INCONSISTENT, place, "`name` is not the name that the key bears");
          }
          var known = logs.computeIfAbsent(key.name(), _ -> new ArrayList<>());
          // Announces a successor, to which the log's own handover must lead.
          if (!known.isEmpty() && !body.text("replaces").orElse("").isEmpty()) return;
          if (known.stream().anyMatch(other -> other.type() == key.type() && !other.equals(key))) {
            findings.add(Fault.INCONSISTENT, place, "`" + key.name() + "` has another key already");
          } else if (!known.contains(key)) {
            known.add(key);
          }
        }
      }
    }
  }

  /// The grants of human review.
  GrantCheck grants() {
    return grants;
  }

  /// The keys of each log by its origin, at most one of a type.
  Map<String, List<VerifierKey>> logs() {
    return logs;
  }

  /// Checks the member `bundle` of an entry of a traffic log.
  void checkCitation(Entry entry, Json.Obj cited, Place place, Findings traffic) {
    var leaf = Hash.parseHex(cited.text("leaf").orElse(""));
    if (!(leaf instanceof Checked.Valid<Hash>(var hash)) || !bundles.containsKey(hash)) {
      traffic.add(
          Fault.INCONSISTENT, place, "`bundle.leaf` is the hash of no `bundle` entry in `records`");
    } else if (!Bundle.of(cited).equals(bundles.get(hash))) {
      traffic.add(
          Fault.INCONSISTENT,
          place,
          "`bundle` has another name, version or digest than the entry in `records` it cites");
    } else if (entry.kind().equals("intent") && !force.mayDecide(hash, entry.time())) {
      traffic.add(
          Fault.INCONSISTENT, place, "`bundle` cites a bundle that was not in force at this time");
    }
  }
}
