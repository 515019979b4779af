package probity.source;

/// A part of a prompt, and the document that it stands in.
///
/// @param text which text of the prompt
/// @param start where it begins in that text, in UTF-16 units; it may begin up to
///   [Fingerprints#WINDOW] letters before, and end as many behind
/// @param first which letter of the text is its first
/// @param last which is its last
/// @param version the newest of the versions of the document that have most of it
/// @param score how many of a hundred fingerprints of this part are those of the document alone
public record Span(
    int text,
    int start,
    int end,
    int first,
    int last,
    Source source,
    Source.Version version,
    int score) {}
