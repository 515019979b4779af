package probity.verify;

import java.util.List;
import java.util.function.Consumer;
import probity.ledger.Json;

/// Acts on registers that somebody with all keys has written as they may not be.
final class TamperedActs {
  private final TamperCorpus corpus;

  TamperedActs(TamperCorpus corpus) {
    this.corpus = corpus;
  }

  void add() {
    wrong(
        "act-written-twice",
        8,
        acts -> {
          acts.revision(1, "", "created");
          acts.spoilt(1, "", "created", "act", Json.of(Acts.id(0)));
        });
    wrong(
        "act-whose-id-is-that-of-an-erasure",
        8,
        acts -> {
          acts.erasure(Acts.ANNA, Acts.BEN);
          acts.spoilt(1, "", "created", "act", Json.of(Acts.id(0)));
        });
    wrong(
        "revision-left-out",
        8,
        acts -> {
          var first = acts.revision(1, "", "created");
          acts.revision(3, first.hex(), "edited");
        });
    wrong(
        "revision-that-is-there-already",
        9,
        acts -> {
          var first = acts.revision(1, "", "created");
          acts.revision(2, first.hex(), "edited");
          acts.revision(2, first.hex(), "edited");
        });
    wrong(
        "revisions-in-another-order",
        9,
        7,
        acts -> {
          acts.revision(2, "", "edited");
          acts.revision(1, "", "created");
        });
    wrong(
        "first-revision-with-a-base",
        8,
        acts -> {
          var other = acts.revision("risk-8", 1, "", "created");
          acts.revision(1, other.hex(), "created");
        });
    wrong(
        "revision-without-a-base",
        8,
        acts -> {
          acts.revision(1, "", "created");
          acts.revision(2, "", "edited");
        });
    wrong(
        "revision-from-another-record",
        9,
        acts -> {
          var other = acts.revision("risk-8", 1, "", "created");
          acts.revision(1, "", "created");
          acts.revision(2, other.hex(), "edited");
        });
    wrong(
        "revision-from-an-approval",
        9,
        acts -> {
          var first = acts.revision(1, "", "created");
          var approval = acts.about(1, first.hex(), "approved");
          acts.revision(2, approval.hex(), "edited");
        });
    wrong(
        "approval-of-another-revision",
        9,
        acts -> {
          var first = acts.revision(1, "", "created");
          acts.revision(2, first.hex(), "edited");
          acts.about(2, first.hex(), "approved");
        });
    wrong(
        "approval-of-a-revision-that-is-not-there",
        8,
        acts -> {
          var first = acts.revision(1, "", "created");
          acts.about(2, first.hex(), "approved");
        });
    wrong(
        "approved-by-its-author",
        8,
        acts -> {
          var first = acts.revision(1, "", "created");
          acts.spoiltApproval(1, first.hex(), "approver", Json.of(Acts.ANNA));
        });
    wrong(
        "approved-by-its-author-under-another-as-author",
        8,
        acts -> {
          var first = acts.spoilt(1, "", "created", "author", Json.of(Acts.BEN));
          acts.about(1, first.hex(), "approved");
        });
    wrong(
        "approved-by-nobody",
        8,
        acts -> {
          var first = acts.revision(1, "", "created");
          acts.spoiltApproval(1, first.hex(), "approver", Json.of(""));
        });
    wrong(
        "approved-by-a-program",
        8,
        acts -> {
          var first = acts.revision(1, "", "created");
          acts.spoiltApproval(1, first.hex(), "authentication", Json.of("token"));
        });
    for (String change : List.of("returned", "rejected")) {
      wrong(
          change + "-by-a-program",
          8,
          acts -> {
            var first = acts.revision(1, "", "created");
            acts.spoiltDecision(change, 1, first.hex(), "authentication", Json.of("token"));
          });
    }
    addDelegated();
    wrong(
        "record-of-another-register",
        8,
        acts -> {
          var first = acts.revision(1, "", "created");
          acts.spoilt(2, first.hex(), "edited", "register", Json.of("assets"));
        });
    wrong("change-that-is-none", 7, acts -> acts.revision(1, "", "wished"));
    wrong("erased-by-one-person", 7, acts -> acts.erasure(Acts.ANNA, Acts.ANNA));
    wrong("erased-without-approval", 7, acts -> acts.erasure(Acts.ANNA, ""));
    corpus.written(
        "act-in-a-traffic-log",
        "INCONSISTENT " + LedgerFixture.TRAFFIC + "/tile/entries/000.p/13 entry 12",
        ledger -> ledger.traffic.append(TamperLedgers.WRITER, "aims", Json.object().build()));
    malformed("act-without-an-id", "act", Json.of("risk-7"));
    malformed("record-with-another-form", "record", Json.of("Risk 7"));
  }

  /// Decisions for somebody, who never delegated them so.
  private void addDelegated() {
    wrong(
        "approved-by-a-delegation-that-is-not-there",
        8,
        acts -> {
          var first = acts.revision(1, "", "created");
          acts.decisionFor(Acts.CARL, "d".repeat(64), "approved", 1, first.hex());
        });
    wrong(
        "returned-by-a-delegation-that-nobody-approved",
        10,
        acts -> {
          var made = acts.delegation(Acts.CARL);
          var first = acts.revision(1, "", "created");
          acts.decisionFor(Acts.CARL, made.hex(), "returned", 1, first.hex());
        });
    wrong(
        "rejected-by-a-delegation-that-was-turned-down",
        11,
        acts -> {
          var made = acts.delegation(Acts.CARL);
          acts.delegation(made, "rejected");
          var first = acts.revision(1, "", "created");
          acts.decisionFor(Acts.CARL, made.hex(), "rejected", 1, first.hex());
        });
    wrong(
        "approved-by-a-delegation-that-was-archived",
        12,
        acts -> {
          var made = acts.delegation(Acts.CARL);
          acts.delegation(made, "approved");
          acts.delegationAgain(made);
          var first = acts.revision(1, "", "created");
          acts.decisionFor(Acts.CARL, made.hex(), "approved", 1, first.hex());
        });
    wrong(
        "approved-by-a-delegation-that-another-proposed",
        11,
        acts -> {
          var made = acts.delegation(Acts.ANNA);
          acts.delegation(made, "approved");
          var first = acts.revision(1, "", "created");
          acts.decisionFor(Acts.CARL, made.hex(), "approved", 1, first.hex());
        });
    wrong(
        "approved-for-its-author",
        11,
        acts -> {
          var made = acts.delegation(Acts.ANNA);
          acts.delegation(made, "approved");
          var first = acts.revision(1, "", "created");
          acts.decisionFor(Acts.ANNA, made.hex(), "approved", 1, first.hex());
        });
    wrong(
        "written-for-somebody",
        11,
        acts -> {
          var made = acts.delegation(Acts.CARL);
          acts.delegation(made, "approved");
          var first = acts.revision(1, "", "created");
          acts.decisionFor(Acts.CARL, made.hex(), "edited", 2, first.hex());
        });
  }

  /// @param entry the number of the entry at which it is found, the last one
  private void wrong(String name, int entry, Consumer<Acts> acts) {
    wrong(name, entry + 1, entry, acts);
  }

  private void wrong(String name, int entries, int entry, Consumer<Acts> acts) {
    corpus.written(
        name,
        "INCONSISTENT records/tile/entries/000.p/" + entries + " entry " + entry,
        ledger -> acts.accept(new Acts(ledger)));
  }

  private void malformed(String name, String member, Json value) {
    corpus.written(
        name,
        "MALFORMED records/tile/entries/000.p/8 entry 7",
        ledger -> new Acts(ledger).spoilt(1, "", "created", member, value));
  }
}
