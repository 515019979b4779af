package probity.evidence;

import java.util.Optional;
import probity.exchange.Caller;
import probity.exchange.Purpose;
import probity.ledger.Ulid;

/// One call from a caller that is known: what identifies it on every entry.
///
/// @param person, conversation, caseId as the application wrote them; they reach the ledger as
///   pseudonyms alone
/// @param retention the class of the traffic log; `log` is that log's folder
/// @param received milliseconds since 1970
public record Exchange(
    Ulid id,
    Purpose purpose,
    Caller caller,
    Optional<String> person,
    Optional<String> conversation,
    Optional<String> caseId,
    BundleRef bundle,
    Engine engine,
    String retention,
    String log,
    long received) {

  /// Whose key hides what is withheld: the declared person, else the caller.
  public String subject() {
    return person.map(p -> "person:" + p).orElse("caller:" + caller.id());
  }
}
