package probity.exchange;

/// A JSON string inside a body: what part of the exchange it is, where it stands, and its bytes.
///
/// @param pointer a JSON pointer (RFC 6901) in which every segment is an array index or a name that
///   the format defines; a segment that only the body knows is written `*`, since it may be
///   anything
/// @param start the first byte after the opening quote
/// @param end the byte of the closing quote
/// @param fixed whether the provider takes the text back only as it gave it, so that nothing of it
///   can be masked
public record Place(Kind kind, String pointer, int start, int end, boolean fixed) {
  /// Of a text that can be masked.
  public Place(Kind kind, String pointer, int start, int end) {
    this(kind, pointer, start, end, false);
  }

  /// The part of an exchange that a text belongs to.
  public enum Kind {
    SYSTEM,
    USER,
    ASSISTANT,
    /// A document that the application put into the conversation as one, in a block of its own.
    DOCUMENT,
    /// What a tool answered, sent back by the application.
    TOOL_RESULT,
    /// Names, descriptions and schemas of tools on offer.
    TOOL_DESCRIPTION,
    /// Arguments of a tool call.
    TOOL_ARGUMENTS,
    /// Any other string of the body, names of unknown members included.
    OTHER
  }
}
