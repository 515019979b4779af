package probity.store.file;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import probity.ledger.Entry;
import probity.ledger.KeyName;
import probity.ledger.TrustPolicy;
import probity.ledger.VerifierKey;

/// How a ledger folder is written.
///
/// @param originPrefix what stands before the folder's name in a log's origin
/// @param writer this process's part of the names of its series
/// @param product name and version of the program, for `genesis`
/// @param segmentBytes size of one journal file, reserved before it is used
/// @param sealEvery the longest that a durable entry waits for the sealer
/// @param sealAtEntries as many waiting entries start the sealer at once
/// @param backlogEntriesMax durable entries not yet published; over it, drafts are refused
/// @param backlogBytesMax the same in bytes
/// @param policy from the keys of a log to its policy: which witnesses must cosign
/// @param queueMax drafts that wait for the writer; over it, drafts are refused
public record Settings(
    String originPrefix,
    String writer,
    String product,
    int segmentBytes,
    Duration sealEvery,
    int sealAtEntries,
    int backlogEntriesMax,
    long backlogBytesMax,
    int queueMax,
    Function<List<VerifierKey>, TrustPolicy> policy) {

  static final int SEGMENT_BYTES_MIN = 128 * 1024;

  public Settings {
    if (!KeyName.isValid(originPrefix)) {
      throw new IllegalArgumentException(
          "origin prefix `" + originPrefix + "` is not [a-z0-9./_-]+");
    }
    if (!KeyName.isValid(writer)) {
      throw new IllegalArgumentException("writer `" + writer + "` is not [a-z0-9./_-]+");
    }
    if (segmentBytes < SEGMENT_BYTES_MIN) {
      throw new IllegalArgumentException(
          "segments of " + segmentBytes + " bytes, at least " + SEGMENT_BYTES_MIN);
    }
    if (sealEvery.isNegative() || sealEvery.isZero()) {
      throw new IllegalArgumentException("time between sealings is not positive");
    }
    if (sealAtEntries < 1 || backlogEntriesMax < 1 || queueMax < 1) {
      throw new IllegalArgumentException("a bound of less than one entry");
    }
    if (backlogBytesMax < Entry.BYTES_MAX) {
      throw new IllegalArgumentException("a backlog that does not hold one entry");
    }
  }

  /// The defaults: 64 MiB segments, sealed every 200 ms or 4,096 entries, at most 50,000 entries or
  /// 256 MiB behind.
  public static Settings of(String originPrefix, String writer, String product) {
    return new Settings(
        originPrefix,
        writer,
        product,
        64 << 20,
        Duration.ofMillis(200),
        4_096,
        50_000,
        256L << 20,
        8_192,
        TrustPolicy::ofLogs);
  }

  /// These settings with another time between sealings.
  public Settings withSealEvery(Duration every) {
    return new Settings(
        originPrefix,
        writer,
        product,
        segmentBytes,
        every,
        sealAtEntries,
        backlogEntriesMax,
        backlogBytesMax,
        queueMax,
        policy);
  }

  /// These settings with witnesses in the policies of the logs.
  public Settings withPolicy(Function<List<VerifierKey>, TrustPolicy> witnessed) {
    return new Settings(
        originPrefix,
        writer,
        product,
        segmentBytes,
        sealEvery,
        sealAtEntries,
        backlogEntriesMax,
        backlogBytesMax,
        queueMax,
        witnessed);
  }

  /// The origin of the log in `folder`.
  public String origin(String folder) {
    return originPrefix + "/" + folder;
  }
}
