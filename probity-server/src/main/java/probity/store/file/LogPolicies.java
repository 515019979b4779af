package probity.store.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import probity.exchange.Bytes;
import probity.ledger.Checked;
import probity.ledger.Hash;
import probity.ledger.TrustPolicy;
import probity.ledger.VerifierKey;

/// The policies of one log: the published one, the one of a log that is not published yet, and
/// those that its entries bring into force.
///
/// Owned by the sealer thread.
final class LogPolicies {
  private static final String FILE = "policy";

  private final String log;
  private final Path published;
  private final LogKeys keys;

  /// By digest; a log has few.
  private final Map<String, LogPolicy> known = new HashMap<>();

  LogPolicies(String log, Path folder, LogKeys keys) {
    this.log = log;
    this.published = folder.resolve(FILE);
    this.keys = keys;
  }

  /// Reads a blob of the log by its digest.
  @FunctionalInterface
  interface Blobs {
    Optional<Bytes> read(String sha256) throws IOException;
  }

  /// The policy with this digest, with the keys to sign by.
  LogPolicy of(String digest, Blobs blobs) throws IOException {
    var found = known.get(digest);
    if (found != null) return found;
    var policy = keys.read(log, text(digest, blobs));
    known.put(digest, policy);
    return policy;
  }

  private byte[] text(String digest, Blobs blobs) throws IOException {
    for (var text : List.of(published(), keys.unpublishedPolicy(log))) {
      if (text.isPresent() && digest(text.get()).equals(digest)) return text.get();
    }
    var blob = blobs.read(digest).map(Bytes::array);
    if (blob.isEmpty() || !digest(blob.get()).equals(digest)) {
      throw damaged("the policy `" + digest + "` that an entry states is gone");
    }
    return blob.get();
  }

  private static String digest(byte[] text) {
    return Hash.of(text).hex();
  }

  private Optional<byte[]> published() throws IOException {
    return Files.exists(published) ? Optional.of(Files.readAllBytes(published)) : Optional.empty();
  }

  /// SHA-256, in hex, of the published policy; empty where none is.
  String publishedDigest() throws IOException {
    return published().map(LogPolicies::digest).orElse("");
  }

  /// Writes the published file. What witnesses of the policy before cosigned goes first.
  void publish(LogPolicy policy, Disk disk, Path staged) throws IOException {
    disk.delete(Disk.folderOf(published).resolve("cosigned"));
    disk.replace(published, staged.resolve(FILE), policy.bytes().array());
  }

  /// The policy of a log that an earlier process left.
  TrustPolicy restore() throws IOException {
    var text = published();
    byte[] bytes =
        text.isPresent()
            ? text.get()
            : keys.unpublishedPolicy(log).orElseThrow(() -> damaged("its policy is gone"));
    return parse(bytes);
  }

  /// Refuses a log to which entries may come and whose keys are not all there.
  void requireKeys() throws IOException {
    var text = published();
    if (text.isPresent()) keys.read(log, text.get());
  }

  /// The keys by which a note of this log may be signed: those of the published policy, and all
  /// whose private halves are here.
  List<VerifierKey> verifiers() throws IOException {
    var verifiers = new LinkedHashSet<VerifierKey>();
    var text = published();
    if (text.isPresent()) verifiers.addAll(parse(text.get()).logs());
    keys.held(log).forEach(held -> verifiers.add(held.signer().key()));
    return List.copyOf(verifiers);
  }

  private TrustPolicy parse(byte[] text) {
    return switch (TrustPolicy.parse(new String(text, StandardCharsets.UTF_8))) {
      case Checked.Valid<TrustPolicy>(var policy) -> policy;
      case Checked.Invalid<TrustPolicy>(_, var detail) -> throw damaged("its policy: " + detail);
    };
  }

  private StoreException damaged(String detail) {
    return new StoreException(StoreException.Kind.DAMAGED, "log `" + log + "`: " + detail);
  }
}
