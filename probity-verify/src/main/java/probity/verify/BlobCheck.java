package probity.verify;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import probity.ledger.Checked;
import probity.ledger.Entry;
import probity.ledger.Fault;
import probity.ledger.Hash;
import probity.ledger.Json;

/// The blobs that entries name: each is there, is what its name says, has the size that the entry
/// gives, and no other lies beside them.
final class BlobCheck {
  private static final int BLOB_BYTES_MAX = 16 << 20;

  private final LogFiles files;
  private final Findings findings;
  private final Set<String> named = new HashSet<>();

  BlobCheck(LogFiles files, Findings findings) {
    this.files = files;
    this.findings = findings;
  }

  int count() {
    return named.size();
  }

  Place place(String digest) {
    return files.place("blob/" + digest);
  }

  /// The blob whose name stands in the member `name` of `entry` and its size in `bytes`; empty
  /// where it is not fit, and then a finding says so.
  Optional<byte[]> read(Entry entry, String name, String bytes, Place place) {
    var digest = entry.body().text(name);
    // A digest becomes a file name only as 64 hex digits; that it has another form, the entry's
    // shape tells.
    if (digest.isEmpty()
        || !(Hash.parseHex(digest.get()) instanceof Checked.Valid<Hash>(var hash))) {
      return Optional.empty();
    }
    named.add(hash.hex());
    var blob = files.read("blob/" + hash.hex(), BLOB_BYTES_MAX);
    if (blob.isEmpty()) {
      findings.add(
          Fault.MISSING, place(hash.hex()), "the blob that " + place + " names is not there");
      return Optional.empty();
    }
    if (!Hash.of(blob.get()).equals(hash)) {
      findings.add(Fault.CONTENT_MISMATCH, place(hash.hex()), "the blob's SHA-256 is not its name");
      return Optional.empty();
    }
    if (!entry.body().number(bytes).equals(Optional.of((long) blob.get().length))) {
      findings.add(
          Fault.INCONSISTENT,
          place,
          "`" + bytes + "` is not the blob's size, " + blob.get().length);
    }
    return blob;
  }

  /// The blob that was read before under this name, or empty where it is not there any more.
  Optional<byte[]> again(String digest) {
    return files
        .read("blob/" + digest, BLOB_BYTES_MAX)
        .filter(blob -> Hash.of(blob).hex().equals(digest));
  }

  /// Follows the entries of kind `bundle`.
  void follow(Entry entry, Place place) {
    if (!entry.kind().equals("bundle")) return;
    var blob = read(entry, "digest", "bytes", place);
    if (blob.isPresent() && !isBundle(blob.get())) {
      findings.add(
          Fault.MALFORMED,
          place(entry.body().text("digest").orElseThrow()),
          "the blob is not `{\"files\":[{\"path\",\"text\"} ...]}` in canonical JSON, sorted by path");
    }
  }

  private static boolean isBundle(byte[] blob) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(blob)).toString();
    } catch (CharacterCodingException e) {
      return false;
    }
    if (!(Json.parseCanonicalObject(text) instanceof Checked.Valid<Json.Obj>(var object))) {
      return false;
    }
    if (!object.names().equals(List.of("files"))
        || !(object.get("files").orElseThrow() instanceof Json.Arr(var files))) {
      return false;
    }
    String before = "";
    for (Json file : files) {
      if (!(file instanceof Json.Obj item)
          || !item.names().equals(List.of("path", "text"))
          || item.text("text").isEmpty()
          || item.text("path").isEmpty()
          || item.text("path").get().compareTo(before) <= 0) {
        return false;
      }
      before = item.text("path").get();
    }
    return true;
  }

  /// After the last entry: blobs that none has named.
  void finish(Set<String> present) {
    present.stream()
        .filter(name -> !named.contains(name))
        .sorted()
        .forEach(name ->
            findings.addPassing(Fault.UNACCOUNTED, place(name), "no entry names this blob"));
  }
}
