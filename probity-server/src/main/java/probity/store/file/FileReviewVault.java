package probity.store.file;

import static probity.store.file.VaultFiles.tried;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import probity.evidence.SubjectKey;
import probity.exchange.Bytes;
import probity.ledger.Hash;
import probity.ledger.reveal.Disclosure;
import probity.ledger.statement.GrantStatement;
import probity.review.ReviewVault;

/// What reviews keep in the vault: content in files of its own, and reasons among the withheld
/// texts, in files that hold nothing else (`vault/values/reviews-<month>.log`).
final class FileReviewVault implements ReviewVault {
  private static final String REASONS = "reviews-";

  private final SubjectKeys keys;
  private final byte[] itemKey;
  private final WithheldValues values;
  private final ContentFiles contents;
  private final InstantSource clock;
  private final SecureRandom random;

  /// @param itemKey under which requests are known again
  FileReviewVault(
      SubjectKeys keys,
      byte[] itemKey,
      WithheldValues values,
      ContentFiles contents,
      InstantSource clock,
      SecureRandom random) {
    this.keys = keys;
    this.itemKey = itemKey.clone();
    this.values = values;
    this.contents = contents;
    this.clock = clock;
    this.random = random;
  }

  @Override
  public String name(String subject) {
    return keys.name(subject);
  }

  @Override
  public String keyed(Hash digest) {
    return HexFormat.of().formatHex(Disclosure.hmac(itemKey, digest.hex()));
  }

  @Override
  public Optional<SubjectKey> key(String name) {
    return tried(() -> keys.find(name));
  }

  @Override
  public void keepReason(SubjectKey key, String exchange, String text) {
    String month = clock.instant().atOffset(ZoneOffset.UTC).toString().substring(0, 7);
    var value = new WithheldValues.Value(key, exchange, GrantStatement.REASON, text);
    tried(() -> {
      values.append(REASONS + month, List.of(value), random);
      return true;
    });
  }

  @Override
  public List<String> reasons(SubjectKey key, String exchange) {
    return values.texts(REASONS, key, exchange);
  }

  @Override
  public void keep(SubjectKey key, Place place, Bytes content) {
    tried(() -> {
      contents.keep(key, place, content.array());
      return true;
    });
  }

  @Override
  public Optional<Bytes> read(SubjectKey key, Place place) {
    return tried(() -> contents.read(key, place)).map(Bytes::wrap);
  }

  @Override
  public int sweep(String log, String day) {
    return tried(() -> contents.sweep(log, day));
  }

  @Override
  public List<String> logs() {
    return tried(contents::logs);
  }
}
