package probity.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import probity.ledger.Checked;
import probity.ledger.Entry;
import probity.ledger.Fault;
import probity.ledger.Hash;

/// Follows the acts on registers of the management system (`docs/formats/ledger.md`, Acts):
/// revisions of a record count 1, 2, 3 …, each is made from an earlier one, nobody approves what
/// they wrote, no program decides, who decides for somebody has a delegation of theirs that is
/// approved, and two people erase.
///
/// Holds a hash and a pseudonym for each revision, and the ids of all acts.
final class ActCheck {
  private static final Set<String> MAKING =
      Set.of("created", "edited", "merged", "imported", "undone", "archived", "restored");
  private static final Set<String> ABOUT =
      Set.of("commented", "proposed", "approved", "returned", "rejected");
  private static final Set<String> DECIDING = Set.of("approved", "returned", "rejected");

  private static final String DELEGATIONS = "delegations";

  private record Revision(Hash leaf, String author) {}

  /// The newest revision of a delegation: who proposed it, and whether it is approved.
  private record Offer(String by, boolean approved) {}

  private record Kept(String register, List<Revision> revisions) {}

  private final Findings findings;
  private final Map<String, Kept> records = new HashMap<>();
  private final Map<Hash, Offer> offers = new HashMap<>();
  private final Set<String> acts = new HashSet<>();

  ActCheck(Findings findings) {
    this.findings = findings;
  }

  void follow(Entry entry, Place place) {
    boolean erasure = entry.kind().equals("erasure");
    if (!erasure && !entry.kind().equals("aims")) return;
    String act = text(entry, "act");
    if (!acts.add(act)) fault(place, "the act `" + act + "` has an entry before this one");
    if (erasure) {
      checkErasure(entry, place);
    } else {
      checkAct(entry, place);
    }
  }

  private void checkErasure(Entry entry, Place place) {
    String requested = text(entry, "requested");
    String approved = text(entry, "approved");
    if (requested.isEmpty() || approved.isEmpty() || requested.equals(approved)) {
      fault(place, "an erasure is requested by one person and approved by another");
    }
  }

  private void checkAct(Entry entry, Place place) {
    String id = text(entry, "record");
    String register = text(entry, "register");
    var record = records.computeIfAbsent(id, _ -> new Kept(register, new ArrayList<>()));
    if (!record.register().equals(register)) {
      fault(
          place,
          "`"
              + id
              + "` is a record of `"
              + record.register()
              + "` before this, of `"
              + register
              + "` here");
    }
    String change = text(entry, "change");
    if (MAKING.contains(change)) {
      checkRevision(entry, record.revisions(), place);
    } else if (ABOUT.contains(change)) {
      checkAbout(entry, record.revisions(), place);
    } else {
      fault(place, "`" + change + "` is no change of a record");
    }
    if (!DECIDING.contains(change) && decidesForSomebody(entry)) {
      fault(place, "only a decision is made for somebody");
    }
  }

  private void checkRevision(Entry entry, List<Revision> revisions, Place place) {
    long number = number(entry);
    if (number != revisions.size() + 1) {
      fault(
          place,
          "revision "
              + number
              + " of `"
              + text(entry, "record")
              + "`, where "
              + (revisions.size() + 1)
              + " is the next");
      return;
    }
    var base = base(entry);
    boolean from =
        base.isPresent() && revisions.stream().anyMatch(one -> one.leaf().equals(base.get()));
    if (revisions.isEmpty() ? !text(entry, "base").isEmpty() : !from) {
      fault(
          place,
          revisions.isEmpty()
              ? "`base` of the first revision of a record is empty"
              : "`base` names no earlier revision of the record");
    }
    if (!revisions.isEmpty()) offers.remove(revisions.getLast().leaf());
    revisions.add(new Revision(entry.leaf(), text(entry, "author")));
  }

  private void checkAbout(Entry entry, List<Revision> revisions, Place place) {
    long number = number(entry);
    if (number < 1 || number > revisions.size()) {
      fault(place, "revision " + number + " of `" + text(entry, "record") + "` is not there");
      return;
    }
    var about = revisions.get((int) number - 1);
    if (!base(entry).equals(Optional.of(about.leaf()))) {
      fault(place, "`base` is not the entry that made revision " + number);
    }
    if (DECIDING.contains(text(entry, "change")) && text(entry, "authentication").equals("token")) {
      fault(place, "a revision is decided on by a person, and this was done with a token");
    }
    if (DECIDING.contains(text(entry, "change"))) checkMandate(entry, about, place);
    if (text(entry, "register").equals(DELEGATIONS) && number == revisions.size()) {
      offer(entry, about.leaf());
    }
    if (!text(entry, "change").equals("approved")) return;
    String approver = text(entry, "approver");
    if (approver.isEmpty()
        || approver.equals(text(entry, "author"))
        || approver.equals(about.author())) {
      fault(place, "a revision is approved by another person than its author");
    }
  }

  private static boolean decidesForSomebody(Entry entry) {
    return !text(entry, "for").isEmpty() || !text(entry, "mandate").isEmpty();
  }

  /// Whoever decides for somebody does so by a delegation that this person proposed and another
  /// approved, that nothing changed since, and not on work of this person. Its days are withheld.
  private void checkMandate(Entry entry, Revision about, Place place) {
    if (!decidesForSomebody(entry)) return;
    String delegator = text(entry, "for");
    boolean lent =
        Hash.parseHex(text(entry, "mandate")) instanceof Checked.Valid<Hash>(var leaf)
            && new Offer(delegator, true).equals(offers.get(leaf));
    if (!lent || text(entry, "register").equals(DELEGATIONS)) {
      fault(place, "`mandate` names no delegation of `for` that is approved and newest");
    }
    if (delegator.equals(text(entry, "approver"))
        || delegator.equals(text(entry, "author"))
        || delegator.equals(about.author())) {
      fault(place, "nobody decides on their own work through somebody else");
    }
  }

  private void offer(Entry entry, Hash leaf) {
    switch (text(entry, "change")) {
      case "proposed" -> offers.put(leaf, new Offer(text(entry, "author"), false));
      case "approved" -> offers.computeIfPresent(leaf, (_, offer) -> new Offer(offer.by(), true));
      case "returned", "rejected" -> offers.remove(leaf);
      default -> {}
    }
  }

  private void fault(Place place, String detail) {
    findings.add(Fault.INCONSISTENT, place, detail);
  }

  private static Optional<Hash> base(Entry entry) {
    return Hash.parseHex(text(entry, "base")) instanceof Checked.Valid<Hash>(var hash)
        ? Optional.of(hash)
        : Optional.empty();
  }

  private static long number(Entry entry) {
    return entry.body().number("revision").orElse(0L);
  }

  private static String text(Entry entry, String member) {
    return entry.body().text(member).orElse("");
  }
}
