package probity.policy.render;

import java.util.Map;

/// What each fact is called in a sentence. A fact that is missing here is shown in CEL alone.
final class FactInWords {
  /// Facts that are one word: “the route is …”.
  static final Map<String, String> TEXTS =
      Map.ofEntries(
          Map.entry("phase", "the phase"),
          Map.entry("purpose", "the purpose of the call"),
          Map.entry("caller", "the caller"),
          Map.entry("credential", "the caller’s credential"),
          Map.entry("route", "the route"),
          Map.entry("system", "the AI system"),
          Map.entry("use", "the intended use"),
          Map.entry("assessment", "the revision of the impact assessment"),
          Map.entry("risk_class", "the risk class"),
          Map.entry("provider", "the provider"),
          Map.entry("region", "the region"),
          Map.entry("model", "the model"),
          Map.entry("format", "the format"),
          Map.entry("method", "the HTTP method"),
          Map.entry("body", "the state of the body"),
          Map.entry("fault", "the fault of the body"),
          Map.entry("tool", "the tool that is called"));

  /// Facts that are a number: “… is at least 80”.
  static final Map<String, String> NUMBERS =
      Map.ofEntries(
          Map.entry("time", "the time in milliseconds since 1970"),
          Map.entry("body_bytes", "the size of the body in bytes"),
          Map.entry("messages", "the number of messages"),
          Map.entry("max_tokens", "the largest number of tokens asked for"),
          Map.entry("status", "the provider’s HTTP status"),
          Map.entry("tools_unknown", "the number of undeclared tools on offer"),
          Map.entry(
              "unattributed",
              "the percentage of the request’s letters that stand in no known document"),
          Map.entry(
              "sources_unconfirmed",
              "the number of documents that headers declare and nothing confirms"),
          Map.entry("draw", "the exchange’s number in the draw, 0 to 9999,"));

  /// How many a list or map holds: `size(roles)`.
  static final Map<String, String> SIZES =
      Map.of(
          "roles", "the number of the caller’s roles",
          "groups", "the number of the caller’s groups",
          "tools", "the number of declared tools on offer",
          "uninspected", "the number of kinds of content that were not read",
          "labels", "the number of labels found",
          "sources", "the number of sources named",
          "granted", "the number of grants for this request",
          "tags", "the number of tags put on the request");

  /// Facts that are true or false, each with its denial.
  static final Map<String, Both> TRUTHS =
      Map.of(
          "stream", new Both("a streamed answer is asked for", "no streamed answer is asked for"),
          "person",
              new Both(
                  "the application names the person it acts for",
                  "the application does not name the person it acts for"));

  /// What it says that a list holds a word; `%` stands for the word.
  static final Map<String, Both> MEMBERS =
      Map.of(
          "roles", new Both("the caller has the role %", "the caller does not have the role %"),
          "groups", new Both("the caller is in the group %", "the caller is not in the group %"),
          "tools", new Both("the tool % is on offer", "the tool % is not on offer"),
          "uninspected",
              new Both("content of kind % was not read", "no content of kind % was left unread"),
          "labels", new Both("% was found", "% was not found"),
          "granted",
              new Both(
                  "a reviewer of the queue % has granted this request",
                  "no reviewer of the queue % has granted this request"),
          "sources",
              new Both("the document % is in the request", "the document % is not in the request"),
          "tags", new Both("the request was tagged %", "the request was not tagged %"));

  private FactInWords() {}

  /// A sentence and its denial.
  record Both(String yes, String no) {}
}
