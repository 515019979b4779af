package probity.source;

/// The index of documents that prompts are traced to now. Asked once for each request, from any
/// thread, without waiting; what it gives may be replaced at any time, and never changes itself.
@FunctionalInterface
public interface Sources {
  /// Where no document is known.
  Sources NONE = SourceIndex::empty;

  SourceIndex index();
}
