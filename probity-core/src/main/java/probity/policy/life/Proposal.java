package probity.policy.life;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import probity.exchange.Bytes;
import probity.ledger.Checked;
import probity.ledger.Fault;
import probity.ledger.Json;
import probity.ledger.Note;
import probity.ledger.statement.BundleStatement;

/// A proposal file: a bundle's blob, and the note that says what is to become of it.
///
/// One line of canonical JSON, `{"blob": base64, "note": text}`. Signatures are not checked here.
public record Proposal(Bytes blob, Note note, BundleStatement statement) {
  /// A blob has at most 4 MiB, and base64 makes it a third longer.
  public static final int BYTES_MAX = 6 << 20;

  /// Of a note with a statement and some signatures.
  public static final int NOTE_BYTES_MAX = 16 << 10;

  /// Reads a file's bytes; a newline at the end may be there.
  public static Checked<Proposal> parse(byte[] bytes) {
    if (bytes.length > BYTES_MAX) {
      return malformed("a proposal of " + bytes.length + " bytes, at most " + BYTES_MAX);
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    String line = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    return Json.parseCanonicalObject(line).then(Proposal::of);
  }

  private static Checked<Proposal> of(Json.Obj object) {
    var blob = object.text("blob");
    var note = object.text("note");
    if (blob.isEmpty() || note.isEmpty() || object.members().size() != 2) {
      return malformed("`{\"blob\": base64, \"note\": text}` was expected");
    }
    byte[] content;
    try {
      content = Base64.getDecoder().decode(blob.get());
    } catch (IllegalArgumentException e) {
      return malformed("`blob` is not base64");
    }
    return signed(note.get())
        .then(parsed ->
            BundleStatement.parse(parsed.text())
                .then(statement ->
                    Checked.valid(new Proposal(Bytes.wrap(content), parsed, statement))));
  }

  /// The note of a statement, from its text.
  public static Checked<Note> signed(String note) {
    byte[] bytes = note.getBytes(StandardCharsets.UTF_8);
    return bytes.length > NOTE_BYTES_MAX
        ? malformed("a note of " + bytes.length + " bytes, at most " + NOTE_BYTES_MAX)
        : Note.parse(bytes);
  }

  /// The file's text, with a newline at its end.
  public String text() {
    return Json.object()
            .put("blob", Base64.getEncoder().encodeToString(blob.array()))
            .put("note", note.whole())
            .build()
            .canonical()
        + "\n";
  }

  private static <T> Checked<T> malformed(String detail) {
    return Checked.invalid(Fault.MALFORMED, detail);
  }
}
