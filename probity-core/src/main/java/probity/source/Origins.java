package probity.source;

import java.util.List;
import probity.exchange.Prompt;

/// Which documents a request has, as its record says it.
///
/// @param uses in the order of [Use.Method], then the highest score first, as many as an entry
///   holds; `omitted` counts the others
/// @param ids of the documents, each once, in the order of all uses, as many as a fact holds;
///   `unlisted` counts the other documents
/// @param unattributed how many of a hundred letters and digits stand in no known document; 100
///   where the request was not read or no document is known
/// @param index the version of the index that was asked, in hex, or empty where there is none
/// @param unknown names in blocks that no known document has, as the application wrote them, each
///   once, 64 at most
/// @param unconfirmed how many documents headers declare that nothing confirms
public record Origins(
    List<Use> uses,
    int omitted,
    List<String> ids,
    int unlisted,
    int unattributed,
    String index,
    List<String> unknown,
    int unconfirmed) {
  /// Of a request that was not traced and declares nothing.
  public static final Origins NONE = untraced(Declared.NONE);

  public Origins {
    uses = List.copyOf(uses);
    ids = List.copyOf(ids);
    unknown = List.copyOf(unknown);
  }

  /// Of a request that was not traced: nothing confirms what it declares.
  public static Origins untraced(Declared declared) {
    int unconfirmed = declared.ids().size() + declared.unreadable();
    return new Origins(List.of(), 0, List.of(), 0, 100, "", List.of(), unconfirmed);
  }

  /// Traces what users, tools, documents and the system say, and what blocks are named.
  public static Origins of(SourceIndex index, Prompt.Read prompt, Declared declared) {
    return index.catalogue().sources().isEmpty()
        ? untraced(declared)
        : new Tracing(index, prompt).origins(declared);
  }
}
