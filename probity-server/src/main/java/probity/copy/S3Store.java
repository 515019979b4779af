package probity.copy;

import java.io.IOException;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import probity.exchange.Bytes;
import probity.ledger.Hash;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/// A copy in an S3-compatible store: objects `<prefix>ledger/<path>`. With a lock, each version of
/// each object is kept until its days are over, in compliance mode, which nobody can shorten.
///
/// What changes (checkpoint, policy, cosigned) and partial tiles are new versions or delete
/// markers; so the current objects are exactly a ledger folder, and the older versions stay below
/// them.
public final class S3Store implements CopyStore {
  private static final int OBJECT_BYTES_MAX = 64 << 20;
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration SILENCE = Duration.ofSeconds(20);
  private static final Duration CALL = Duration.ofSeconds(60);

  private final S3Client client;
  private final Place place;
  private final InstantSource clock;

  /// Partial tiles by log, as the store listed them once and as we changed them since.
  private final Map<String, Set<String>> partials = new HashMap<>();

  private Optional<Protection> proven = Optional.empty();

  /// @param prefix of every key; empty, or ending in `/`
  /// @param lockDays how long each version is locked; not at all if empty
  public record Place(
      URI endpoint, String region, String bucket, String prefix, OptionalInt lockDays) {}

  public S3Store(Place place, String accessKey, String secretKey, InstantSource clock) {
    this.place = place;
    this.clock = clock;
    this.client =
        S3Client.builder()
            .endpointOverride(place.endpoint())
            .region(Region.of(place.region()))
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey)))
            .httpClient(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(CONNECT)
                    .socketTimeout(SILENCE)
                    .build())
            .forcePathStyle(true)
            .serviceConfiguration(service -> service.chunkedEncodingEnabled(false))
            // Older stores refuse the trailing checksums that the client sends by default.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .overrideConfiguration(settings -> settings.apiCallTimeout(CALL))
            .build();
  }

  @Override
  public Optional<Bytes> read(String path) throws IOException {
    return get(GetObjectRequest.builder().bucket(place.bucket()).key(key(path)).build());
  }

  private Optional<Bytes> get(GetObjectRequest request) throws IOException {
    try (var in = client.getObject(request)) {
      byte[] bytes = in.readNBytes(OBJECT_BYTES_MAX + 1);
      if (bytes.length > OBJECT_BYTES_MAX) throw new IOException("an object is over 64 MiB");
      return Optional.of(Bytes.wrap(bytes));
    } catch (AwsServiceException e) {
      if (e.statusCode() == 404) return Optional.empty();
      throw failed("read", e);
    } catch (SdkException e) {
      throw failed("read", e);
    }
  }

  @Override
  public void keep(String path, Bytes content) throws IOException {
    noteIfPartial(path);
    // Some stores ignore the condition below, and would put a second version over the first.
    if (!isThere(path, content)) {
      try {
        put(key(path), content, request -> request.ifNoneMatch("*"), place.lockDays());
      } catch (AwsServiceException e) {
        // Somebody was faster, or an answer was lost and the client tried again.
        if (e.statusCode() != 412 || !isThere(path, content)) throw failed("write", e);
      } catch (SdkException e) {
        throw failed("write", e);
      }
    }
  }

  private boolean isThere(String path, Bytes content) throws IOException {
    var there = read(path);
    if (there.isPresent() && !there.get().equals(content)) {
      throw new CopyFault("the copy's `" + path + "` has other bytes than the ledger's");
    }
    return there.isPresent();
  }

  @Override
  public void replace(String path, Bytes content) throws IOException {
    try {
      put(key(path), content, request -> {}, place.lockDays());
    } catch (SdkException e) {
      throw failed("write", e);
    }
  }

  /// Writes a version, and reads that version back; gives its id, if the bucket has versions.
  private Optional<String> put(
      String key, Bytes content, Consumer<PutObjectRequest.Builder> condition, OptionalInt lockDays)
      throws IOException {
    var request =
        PutObjectRequest.builder()
            .bucket(place.bucket())
            .key(key)
            .contentMD5(md5(content))
            .contentType("application/octet-stream");
    condition.accept(request);
    if (lockDays.isPresent()) {
      request
          .objectLockMode(ObjectLockMode.COMPLIANCE)
          .objectLockRetainUntilDate(clock.instant().plus(Duration.ofDays(lockDays.getAsInt())));
    }
    var put = client.putObject(request.build(), RequestBody.fromBytes(content.array()));
    var version = Optional.ofNullable(put.versionId()).filter(id -> !id.equals("null"));
    if (lockDays.isPresent() && version.isEmpty()) {
      throw new CopyFault("bucket `" + place.bucket() + "` has no versions, so it locks nothing");
    }
    var back = GetObjectRequest.builder().bucket(place.bucket()).key(key);
    version.ifPresent(back::versionId);
    var read = get(back.build()).map(bytes -> Hash.of(bytes.array()));
    if (!read.equals(Optional.of(Hash.of(content.array())))) {
      throw new IOException("`" + key + "` reads back other than it was written");
    }
    return version;
  }

  /// What stores with locks ask for with each write; it protects nothing by itself.
  private static String md5(Bytes content) {
    try {
      var digest = MessageDigest.getInstance("MD5").digest(content.array());
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no MD5", e);
    }
  }

  @Override
  public List<String> partials(String log) throws IOException {
    return List.copyOf(partialsOf(log));
  }

  private Set<String> partialsOf(String log) throws IOException {
    var known = partials.get(log);
    if (known != null) return known;
    var listed = new TreeSet<String>();
    String prefix = key(log + "/tile/");
    try {
      client
          .listObjectsV2Paginator(list -> list.bucket(place.bucket()).prefix(prefix))
          .contents()
          .forEach(object -> {
            if (object.key().contains(".p/")) listed.add(object.key().substring(key("").length()));
          });
    } catch (SdkException e) {
      throw failed("list", e);
    }
    partials.put(log, listed);
    return listed;
  }

  private void noteIfPartial(String path) throws IOException {
    if (path.contains(".p/")) partialsOf(path.substring(0, path.indexOf('/'))).add(path);
  }

  @Override
  public void drop(String path) throws IOException {
    try {
      client.deleteObject(delete -> delete.bucket(place.bucket()).key(key(path)));
      partialsOf(path.substring(0, path.indexOf('/'))).remove(path);
    } catch (SdkException e) {
      throw failed("delete", e);
    }
  }

  /// Locks a version of an object that is no part of the ledger, for a day, and tries to delete it.
  @Override
  public Protection protection() throws IOException {
    if (place.lockDays().isEmpty()) return Protection.NO_LOCK;
    if (proven.isEmpty()) proven = Optional.of(probe());
    return proven.get();
  }

  private Protection probe() throws IOException {
    String key = place.prefix() + "lock-probe";
    try {
      var version =
          put(key, Bytes.utf8("tried to delete\n"), request -> {}, OptionalInt.of(1)).orElseThrow();
      client.deleteObject(d -> d.bucket(place.bucket()).key(key).versionId(version));
      return Protection.LOCK_NOT_ENFORCED;
    } catch (AwsServiceException e) {
      if (e.statusCode() == 403) return Protection.LOCK_PROVEN;
      throw failed("delete", e);
    } catch (SdkException e) {
      throw failed("delete", e);
    }
  }

  private String key(String path) {
    return place.prefix() + "ledger/" + path;
  }

  /// Says what the store said in a word; its whole answer may name accounts.
  private static IOException failed(String what, SdkException e) {
    String why =
        e instanceof AwsServiceException service
            ? service.statusCode()
                + " "
                + Optional.ofNullable(service.awsErrorDetails())
                    .map(details -> details.errorCode())
                    .orElse("")
            : "cannot be reached";
    return new IOException("the store could not " + what + ": " + why, e);
  }

  @Override
  public void close() {
    client.close();
  }
}
