package probity.gateway;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import probity.evidence.AnswerDecision;
import probity.evidence.Ending;
import probity.evidence.Opened;
import probity.evidence.Outcome;
import probity.evidence.Seen;
import probity.exchange.Bytes;
import probity.exchange.Coverage;
import probity.ledger.Entry;
import probity.policy.Notice;
import probity.policy.Verdict;
import probity.token.Tokens;

/// What is known of the answer to an exchange, for the record of it. Lives on the client's event
/// loop.
final class AnswerSoFar {
  private final Opened opened;
  private final Contents contents;

  private int attempts;
  private int status;
  private long firstByte;
  private Optional<String> providerRequest = Optional.empty();
  private long bytes;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream(0);
  private Optional<String> digest = Optional.empty();

  private Outcome.Usage usage = new Outcome.Usage(0, 0, 0);
  private Seen seen = Seen.NOTHING;
  private Coverage coverage = Coverage.NONE;
  private Optional<AnswerDecision> last = Optional.empty();
  private final List<AnswerDecision> decisions = new ArrayList<>();
  private int toolsAsked;
  private int toolsAllowed;

  private SortedMap<String, Integer> alterations = new TreeMap<>();
  private int noticed;

  /// @param contents where it is kept
  AnswerSoFar(Opened opened, Contents contents) {
    this.opened = opened;
    this.contents = contents;
  }

  /// A call to the provider is about to be made.
  void attempted() {
    attempts++;
  }

  int attempts() {
    return attempts;
  }

  /// The head of the answer has come.
  ///
  /// @param now in milliseconds since 1970
  void begun(int status, Optional<String> requestId, long now) {
    this.status = status;
    providerRequest = requestId;
    firstByte = now;
  }

  /// The provider's status; 0 before it has answered.
  int status() {
    return status;
  }

  /// Bytes of the answer have come.
  void received(Bytes piece) {
    bytes += piece.length();
    int max = contents.bytesMax();
    if (max == 0) return;
    // One more than is kept shows that there was more.
    int room = max + 1 - kept.size();
    if (room > 0) kept.write(piece.array(), 0, Math.min(room, piece.length()));
  }

  /// How many bytes have come.
  long bytes() {
    return bytes;
  }

  /// Hands over what came of the answer, however it ended.
  void keep() {
    if (kept.size() == 0) return;
    contents.keep(opened, Contents.Part.ANSWER, Bytes.wrap(kept.toByteArray()), digest.orElse(""));
    kept.reset();
  }

  void digest(String hex) {
    digest = Optional.of(hex);
  }

  void inspected(Seen seen, Coverage coverage, Outcome.Usage usage) {
    this.seen = seen;
    this.coverage = coverage;
    this.usage = usage;
  }

  Outcome.Usage usage() {
    return usage;
  }

  /// @param matters whether the record names it though others may follow
  void decided(AnswerDecision decision, boolean matters) {
    last = Optional.of(decision);
    if (matters && decisions.size() < Entry.LIST_MAX) decisions.add(decision);
  }

  /// The last decision on it.
  Optional<AnswerDecision> last() {
    return last;
  }

  /// A tool was asked for.
  ///
  /// @return how many were before
  int asked(Verdict verdict) {
    if (verdict instanceof Verdict.Permit) toolsAllowed++;
    return toolsAsked++;
  }

  /// How many findings were masked and tokens restored, by their label.
  void altered(SortedMap<String, Integer> counts) {
    alterations = counts;
  }

  /// The notices stand behind the text of so many choices.
  void noticed(int choices) {
    noticed = choices;
  }

  /// How an answer ends that went to the client whole.
  Ending delivered() {
    return alterations.isEmpty() && noticed == 0 ? Ending.DELIVERED : Ending.ALTERED;
  }

  /// Lets go of what makes a record large.
  void forget() {
    seen = Seen.NOTHING;
    coverage = Coverage.NONE;
    alterations = new TreeMap<>();
    noticed = 0;
    last = Optional.empty();
    decisions.clear();
  }

  /// @param status that the client got
  /// @param now in milliseconds since 1970
  /// @param notices that the answer bears
  Outcome outcome(Ending ending, String detail, int status, long now, List<Notice> notices) {
    return new Outcome(
        ending,
        detail,
        status,
        this.status,
        attempts,
        firstByte,
        now,
        usage,
        seen,
        coverage,
        new Outcome.ToolCounts(toolsAsked, toolsAllowed, toolsAsked - toolsAllowed),
        alterations(notices),
        last,
        decisions,
        digest,
        providerRequest);
  }

  /// What was altered: findings that were masked by their label, restored tokens and notices by
  /// theirs.
  private SortedMap<String, Integer> alterations(List<Notice> notices) {
    var all = new TreeMap<>(alterations);
    if (noticed > 0) {
      notices.stream()
          .filter(Notice::inAnswer)
          .forEach(notice -> all.put("notice/" + notice.id(), noticed));
    }
    return Tokens.folded(all, Entry.LIST_MAX);
  }
}
