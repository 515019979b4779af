package probity.console.aims;

import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import probity.evidence.Appended;
import probity.evidence.Draft;
import probity.ledger.Hash;
import probity.ledger.Json;
import probity.ledger.Ulid;
import probity.ledger.UtcTime;
import probity.ledger.reveal.Disclosure;

/// Destroys keys of subjects: one person asks, another approves, the entry that says so is durable,
/// and then the key goes. A start does what a crash between the two left undone.
public final class Erasure {
  public static final String KIND = "erasure";

  /// The field of the reason, which is withheld.
  public static final String REASON = "reason";

  private static final String RECORDS = "records";
  private static final int REASON_MAX = 4_000;
  private static final Pattern PSEUDONYM = Pattern.compile("[0-9a-f]{32}");

  private final RegisterLog log;
  private final RegisterVault vault;
  private final ErasableKeys keys;
  private final InstantSource clock;
  private final RandomGenerator random;

  public Erasure(
      RegisterLog log,
      RegisterVault vault,
      ErasableKeys keys,
      InstantSource clock,
      RandomGenerator random) {
    this.log = log;
    this.vault = vault;
    this.keys = keys;
    this.clock = clock;
    this.random = random;
  }

  /// What one person asked for, and another has not approved yet.
  ///
  /// @param requested pseudonym of who asked
  /// @param requestedAt in the form of entries
  public record Request(
      ErasableKeys.What what, String subject, String reason, String requested, String requestedAt) {
    public Request {
      if (!PSEUDONYM.matcher(requested).matches()) {
        throw new IllegalArgumentException("who asks for an erasure has a pseudonym of 32 digits");
      }
      if (!UtcTime.isValid(requestedAt)) {
        throw new IllegalArgumentException("`" + requestedAt + "` is no time of an entry");
      }
    }

    /// Names neither the subject nor the reason.
    @Override
    public String toString() {
      return "request to erase a " + what.word();
    }
  }

  /// What became of a request.
  public sealed interface Result {
    /// The key is gone.
    ///
    /// @param entry leaf hash of the entry that says so
    record Done(String act, Hash entry, String key) implements Result {}

    /// There is no key any more: it was destroyed before, be it that a crash or the disk came
    /// between that and the rest.
    record Gone() implements Result {}

    /// Nothing was written and nothing destroyed.
    record Refused(String why) implements Result {}
  }

  /// Erases what was asked for.
  ///
  /// @param approved pseudonym of who approves, another person than who asked
  public synchronized Result approve(Request request, String approved) {
    if (!PSEUDONYM.matcher(approved).matches() || approved.equals(request.requested())) {
      return new Result.Refused(
          "an erasure is approved by another person than the one who asked for it");
    }
    String reason = request.reason().strip();
    if (reason.isEmpty() || reason.length() > REASON_MAX) {
      return new Result.Refused(
          "a reason of 1 to "
              + REASON_MAX
              + " characters was expected, and it has "
              + reason.length());
    }
    var key = keys.id(request.what(), request.subject());
    if (key.isEmpty()) return new Result.Gone();
    String act = Ulid.of(clock.millis(), random.nextInt(), random.nextLong()).lowerCase();
    var body = body(request, act, key.get(), approved, withhold(act, reason));
    return switch (log.append(new Draft(RECORDS, KIND, body))) {
      case Appended.Unwritable(var why, var detail) ->
          new Result.Refused("the ledger cannot be written (" + why + "): " + detail);
      case Appended.Durable durable -> {
        keys.destroy(request.what(), request.subject(), key.get());
        yield new Result.Done(act, durable.leaf(), key.get());
      }
    };
  }

  /// The reason has a key of its own, since it outlives the key that goes.
  private String withhold(String act, String reason) {
    String subject = "erasure:" + act;
    vault.keep(act, List.of(new RegisterVault.Value(subject, REASON, reason)));
    return vault.key(subject).withhold(act, REASON, reason).digest();
  }

  /// The reason of an entry, as the vault has it; empty where it is not the one that the entry
  /// commits to.
  static String reason(RegisterVault vault, Json.Obj body) {
    var digests =
        Json.objects(body.items("withheld")).stream()
            .flatMap(one -> one.text("digest").stream())
            .toList();
    return body.text("act").map(vault::values).orElse(List.of()).stream()
        .filter(held -> held.field().equals(REASON))
        .flatMap(held -> held.disclosure().stream())
        .filter(disclosure -> digests.contains(disclosure.digest()))
        .map(Disclosure::value)
        .findFirst()
        .orElse("");
  }

  private static Json.Obj body(
      Request request, String act, String key, String approved, String digest) {
    var reason = Json.object().put("field", REASON).put("digest", digest).build();
    return Json.object()
        .put("act", act)
        .put("key", key)
        .put("what", request.what().word())
        .put("requested", request.requested())
        .put("approved", approved)
        .put("requested_at", request.requestedAt())
        .put("withheld", new Json.Arr(List.of(reason)))
        .build();
  }
}
