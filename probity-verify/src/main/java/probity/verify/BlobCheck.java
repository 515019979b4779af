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

/// The blobs that `bundle` entries name: each is there, is what its name says, and no other lies
/// beside them.
final class BlobCheck {
  private static final int BLOB_BYTES_MAX = 64 << 20;

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

  void follow(Entry entry, Place place) {
    var digest = entry.body().text("digest");
    if (!entry.kind().equals("bundle") || digest.isEmpty()) return;
    // A digest becomes a file name only as 64 hex digits.
    if (!(Hash.parseHex(digest.get()) instanceof Checked.Valid<Hash>(var hash))) return;
    named.add(hash.hex());
    String path = "blob/" + hash.hex();
    var blob = files.read(path, BLOB_BYTES_MAX);
    if (blob.isEmpty()) {
      findings.add(
          Fault.MISSING, files.place(path), "the blob that " + place + " names is not there");
    } else if (!Hash.of(blob.get()).equals(hash)) {
      findings.add(Fault.CONTENT_MISMATCH, files.place(path), "the blob's SHA-256 is not its name");
    } else {
      if (!entry.body().number("bytes").equals(Optional.of((long) blob.get().length))) {
        findings.add(
            Fault.INCONSISTENT, place, "`bytes` is not the blob's size, " + blob.get().length);
      }
      if (!isBundle(blob.get())) {
        findings.add(
            Fault.MALFORMED,
            files.place(path),
            "the blob is not `{\"files\":[{\"path\",\"text\"} ...]}` in canonical JSON, sorted by path");
      }
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
            findings.addPassing(
                Fault.UNACCOUNTED, files.place("blob/" + name), "no entry names this blob"));
  }
}
