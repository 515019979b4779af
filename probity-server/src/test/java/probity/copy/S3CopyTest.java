package probity.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.exchange.Bytes;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

class S3CopyTest {
  @TempDir static Path shared;
  private static S3Mock store;
  private static S3Client client;

  @TempDir Path dir;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    store = S3Mock.start(shared);
    client =
        S3Client.builder()
            .endpointOverride(store.endpoint())
            .region(Region.of("eu-central-1"))
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
            .httpClient(UrlConnectionHttpClient.create())
            .forcePathStyle(true)
            .build();
    client.createBucket(b -> b.bucket(S3Mock.BUCKET).objectLockEnabledForBucket(true));
    // A real store does this by itself for a bucket with locks.
    client.putBucketVersioning(
        v -> v.bucket(S3Mock.BUCKET).versioningConfiguration(c -> c.status("Enabled")));
  }

  @AfterAll
  static void end() {
    client.close();
    store.close();
  }

  private static S3Store open(String prefix) {
    var place =
        new S3Store.Place(
            store.endpoint(), "eu-central-1", S3Mock.BUCKET, prefix, OptionalInt.of(30));
    return new S3Store(place, "key", "secret", InstantSource.system());
  }

  private CopyStatus round(CopiedLedger ledger, CopyStore to) {
    var copier =
        new Copier(
            "s3",
            "a bucket",
            ledger.published(),
            to,
            Duration.ofDays(1),
            dir.resolve("s3.json"),
            CopiedLedger.NOON);
    copier.round();
    to.close();
    return copier.status();
  }

  /// What anybody gets who downloads the current objects below the prefix.
  private Path download(String prefix) throws IOException {
    Path folder = Files.createTempDirectory(dir, "download");
    client
        .listObjectsV2Paginator(list -> list.bucket(S3Mock.BUCKET).prefix(prefix))
        .contents()
        .forEach(object -> {
          Path file = folder.resolve(object.key().substring(prefix.length()));
          try {
            Files.createDirectories(file.getParent());
            client.getObject(get -> get.bucket(S3Mock.BUCKET).key(object.key()), file);
          } catch (NoSuchKeyException deleted) {
            // The stand-in lists an object whose newest version is a delete marker.
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
    return folder;
  }

  @Test
  void the_current_objects_are_a_ledger_that_verifies_and_grows_after_a_broken_round()
      throws IOException {
    var ledger = new CopiedLedger(dir.resolve("data"));
    ledger.grow(200);
    var first = round(ledger, open("a/"));
    ledger.grow(400);
    var broken = round(ledger, new FailingStore(open("a/"), 9, true));

    var second = round(ledger, open("a/"));

    assertThat(first.failing()).as("%s", first).isFalse();
    assertThat(broken.failing()).isTrue();
    assertThat(second.failing()).as("%s", second).isFalse();
    Path copy = download("a/ledger/");
    assertThat(CopiedLedger.files(copy)).isEqualTo(CopiedLedger.files(ledger.folder()));
    assertThat(ledger.verify(copy).lines()).last().asString().startsWith("verified");
    // This stand-in takes the lock and deletes all the same: the status must not say otherwise.
    assertThat(second.protection()).isEqualTo(CopyStore.Protection.LOCK_NOT_ENFORCED);
  }

  @Test
  void each_version_is_locked_and_a_lock_that_holds_is_told() throws IOException {
    try (var locking = new LockingStore();
        var copy =
            new S3Store(place(locking, OptionalInt.of(30)), "k", "s", InstantSource.system())) {
      copy.keep("records/tile/0/000", Bytes.utf8("a tile"));
      copy.replace("records/checkpoint", Bytes.utf8("a checkpoint"));

      assertThat(copy.protection()).isEqualTo(CopyStore.Protection.LOCK_PROVEN);
      assertThat(locking.puts).hasSize(3);
      var earliest = InstantSource.system().instant().plus(Duration.ofDays(29));
      for (var put : locking.puts.subList(0, 2)) {
        assertThat(put.header("x-amz-object-lock-mode")).contains("COMPLIANCE");
        String until = put.header("x-amz-object-lock-retain-until-date").orElseThrow();
        assertThat(Instant.parse(until)).isAfter(earliest);
      }
      assertThat(locking.puts.get(0).header("if-none-match")).contains("*");
      assertThat(locking.puts.get(1).header("if-none-match")).isEmpty();
    }
  }

  @Test
  void without_a_lock_none_is_asked_for_or_told() throws IOException {
    try (var locking = new LockingStore();
        var copy =
            new S3Store(place(locking, OptionalInt.empty()), "k", "s", InstantSource.system())) {
      copy.keep("records/tile/0/000", Bytes.utf8("a tile"));

      assertThat(copy.protection()).isEqualTo(CopyStore.Protection.NO_LOCK);
      assertThat(locking.puts.getFirst().header("x-amz-object-lock-mode")).isEmpty();
    }
  }

  @Test
  void an_object_that_reads_back_otherwise_is_a_failure() throws IOException {
    try (var locking = new LockingStore();
        var copy =
            new S3Store(place(locking, OptionalInt.of(30)), "k", "s", InstantSource.system())) {
      locking.damages = true;

      assertThatThrownBy(() -> copy.keep("records/tile/0/000", Bytes.utf8("a tile")))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("reads back other");
    }
  }

  private static S3Store.Place place(LockingStore store, OptionalInt lockDays) {
    return new S3Store.Place(store.endpoint(), "eu-central-1", "bucket", "", lockDays);
  }

  @Test
  void an_object_with_other_bytes_is_a_fault_and_stays() throws IOException {
    String key = "c/ledger/records/tile/0/000";
    client.putObject(p -> p.bucket(S3Mock.BUCKET).key(key), RequestBody.fromString("somebody's"));

    try (var copy = open("c/")) {
      assertThatThrownBy(() -> copy.keep("records/tile/0/000", Bytes.utf8("ours")))
          .isInstanceOf(CopyFault.class)
          .hasMessageContaining("other bytes");
      assertThat(copy.read("records/tile/0/000")).contains(Bytes.utf8("somebody's"));
    }
  }

  @Test
  void a_store_that_does_not_answer_is_a_failure_and_no_secret_is_told() {
    var ledger = new CopiedLedger(dir.resolve("data"));
    ledger.grow(1);
    var place =
        new S3Store.Place(URI.create("http://127.0.0.1:1"), "r", "bucket", "", OptionalInt.empty());

    var status = round(ledger, new S3Store(place, "the-key", "the-secret", InstantSource.system()));

    assertThat(status.failed().orElseThrow().message()).contains("cannot be reached");
    assertThat(status.toString() + status.json()).doesNotContain("the-key", "the-secret");
  }
}
