package probity.console.aims.api;

import java.util.Arrays;
import java.util.List;
import probity.aims.register.Register;
import probity.console.Call.Verb;

/// What the API does with each register: what is served and what is described are this same list.
enum Operation {
  LIST(Verb.GET, "", "list", "The records, in the order of their numbers", 0),
  CREATE(Verb.POST, "", "create", "Make a record", Operation.FORM_BYTES),
  SHOW(Verb.GET, "/{record}", "show", "One record, with its history and its links", 0),
  REPLACE(
      Verb.PUT,
      "/{record}",
      "replace",
      "Say all that a record is to say, from the revision that was seen; what others changed"
          + " meanwhile in other fields stays",
      Operation.FORM_BYTES),
  COMMENT(
      Verb.POST,
      "/{record}/comments",
      "comment",
      "Say something about a revision",
      Operation.FORM_BYTES),
  PROPOSE(
      Verb.POST,
      "/{record}/propose",
      "propose",
      "Give the newest revision to those who approve",
      Operation.SHORT_BYTES),
  DECIDE(
      Verb.POST,
      "/{record}/decide",
      "decide",
      "Approve, return or reject: never with a token, so this is always refused",
      Operation.SHORT_BYTES),
  ARCHIVE(Verb.POST, "/{record}/archive", "archive", "Archive a record", Operation.SHORT_BYTES),
  RESTORE(
      Verb.POST,
      "/{record}/restore",
      "restore",
      "Restore an archived record",
      Operation.SHORT_BYTES),
  IMPORT(
      Verb.POST,
      "/import",
      "import",
      "Make and change many records, or see what would be made and changed",
      Operation.IMPORT_BYTES),
  UNDO(Verb.POST, "/undo", "undo", "Take an import back", Operation.SHORT_BYTES);

  static final String BASE = "/api/v1";
  static final String REGISTERS = BASE + "/registers";
  static final String DESCRIPTION = BASE + "/openapi.json";

  static final int FORM_BYTES = 1 << 20;
  static final int SHORT_BYTES = 4 << 10;

  /// Less than a table may have: json takes many times its size while it is read.
  static final int IMPORT_BYTES = 4 << 20;

  private final Verb verb;
  private final String below;
  private final String word;
  private final String summary;
  private final int bodyBytes;

  Operation(Verb verb, String below, String word, String summary, int bodyBytes) {
    this.verb = verb;
    this.below = below;
    this.word = word;
    this.summary = summary;
    this.bodyBytes = bodyBytes;
  }

  /// Those that a register has: where nobody approves, nothing is proposed or decided.
  static List<Operation> of(Register register) {
    return Arrays.stream(values())
        .filter(one -> !register.approves().isEmpty() || (one != PROPOSE && one != DECIDE))
        .toList();
  }

  Verb verb() {
    return verb;
  }

  String path(Register register) {
    return REGISTERS + "/" + register.id() + below;
  }

  boolean isOfRecord() {
    return below.startsWith("/{record}");
  }

  /// As descriptions name it.
  String word() {
    return word;
  }

  String summary() {
    return summary;
  }

  int bodyBytes() {
    return bodyBytes;
  }
}
