package probity.wire.mapped;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import probity.exchange.Place.Kind;

/// What a bundle says of a format: where the parts of its requests and answers stand. Pure data; a
/// pointer that occurs in no body costs nothing, and a string to which none points is inspected all
/// the same.
///
/// @param id what routes call the format
/// @param names which spellings of a member's name the provider takes for the same
/// @param error how errors look to clients; as those of OpenAI where it is not said
/// @param says an answer that says a text, `calls` one that calls a tool; for canaries
public record Mapping(
    String id,
    Names names,
    Model model,
    Streams streams,
    List<Frames> frames,
    Request request,
    Reply answer,
    Optional<Template> error,
    Optional<Template> says,
    Optional<Template> calls) {
  public Mapping {
    frames = List.copyOf(frames);
  }

  /// Which names are the same to the provider. Two that are the same in one object are refused, as
  /// is any name that stands twice.
  public enum Names {
    EXACT("exact"),
    /// As programs in Go read JSON.
    ANY_CASE("any-case"),
    /// As protocol buffers are read from JSON: `maxTokens` and `max_tokens`.
    CAMEL_OR_SNAKE("camel-or-snake");

    private final String word;

    Names(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }

    /// The form in which names are compared.
    String folded(String name) {
      return switch (this) {
        case EXACT -> name;
        case ANY_CASE -> lower(name);
        case CAMEL_OR_SNAKE -> camel(name);
      };
    }

    /// Simple case folding of each character: that of Go also takes `ſ` for `s`.
    private static String lower(String name) {
      var out = new StringBuilder(name.length());
      name.chars().forEach(c -> out.append((char) Character.toLowerCase(Character.toUpperCase(c))));
      return out.toString();
    }

    private static String camel(String name) {
      var out = new StringBuilder(name.length());
      boolean up = false;
      for (int i = 0; i < name.length(); i++) {
        char c = name.charAt(i);
        if (c == '_') {
          up = true;
          continue;
        }
        out.append(up && c >= 'a' && c <= 'z' ? (char) (c - 32) : c);
        up = false;
      }
      return out.toString();
    }
  }

  /// Where a request names its model.
  public sealed interface Model {
    record At(Pointer pointer) implements Model {}

    /// In the path of the route, where `{model}` stands.
    record InPath() implements Model {}

    /// Nowhere: the endpoint has one.
    record None() implements Model {}
  }

  /// Whether a request asks for a streamed answer.
  public sealed interface Streams {
    record Never() implements Streams {}

    /// @param otherwise where it is absent or `null`
    record Flag(Pointer at, boolean otherwise) implements Streams {}

    /// Those whose path ends so.
    record ByPath(String suffix) implements Streams {}
  }

  /// How a streamed answer of one type of content is cut.
  ///
  /// @param type in lower case, without parameters
  public record Frames(String type, Cut cut, End end) {}

  public enum Cut {
    SSE("sse"),
    NDJSON("ndjson"),
    JSON_ARRAY("json-array");

    private final String word;

    Cut(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /// What tells that a stream is complete, once all choices have finished.
  public sealed interface End {
    /// That the body ends.
    record OfBody() implements End {}

    /// A unit in which this holds.
    record Holds(Pointer at) implements End {}

    /// A unit that is this word and no JSON.
    record Word(String word) implements End {}
  }

  /// Texts whose kind follows from a role.
  ///
  /// @param items each is one message
  /// @param role in the message
  /// @param otherwise the kind where the role is another, or there is none
  public record Messages(
      Pointer items,
      Optional<Pointer> role,
      List<Pointer> text,
      SortedMap<String, Kind> roles,
      Kind otherwise) {
    public Messages {
      text = List.copyOf(text);
      roles = Collections.unmodifiableSortedMap(new TreeMap<>(roles));
    }
  }

  /// Content that is no text, or that must go on as it came.
  ///
  /// @param as the word by which it is counted as not read; empty where `type` points to a media
  ///   type that tells
  public record Unread(Pointer at, String as, Optional<Pointer> type) {}

  /// What requests and answers have alike.
  ///
  /// @param requires without these a body is unreadable
  /// @param references name what the provider holds and the gateway does not see
  /// @param providerTools tools that the provider runs itself, each by its last name
  /// @param known members that mean nothing here
  /// @param closed objects in which any other member counts as an `unknown-part`
  public record Parts(
      List<Pointer> requires,
      List<Unread> unread,
      List<Pointer> references,
      List<Pointer> providerTools,
      List<Pointer> known,
      List<Pointer> closed) {
    public Parts {
      requires = List.copyOf(requires);
      unread = List.copyOf(unread);
      references = List.copyOf(references);
      providerTools = List.copyOf(providerTools);
      known = List.copyOf(known);
      closed = List.copyOf(closed);
    }
  }

  /// A tool on offer.
  public record Tool(Pointer items, Pointer name) {}

  /// @param kinds texts of one kind wherever they stand
  public record Request(
      Parts parts,
      Map<Kind, List<Pointer>> kinds,
      List<Messages> messages,
      List<Tool> tools,
      List<Pointer> maxTokens,
      List<Pointer> person) {
    public Request {
      kinds = Map.copyOf(kinds);
      messages = List.copyOf(messages);
      tools = List.copyOf(tools);
      maxTokens = List.copyOf(maxTokens);
      person = List.copyOf(person);
    }
  }

  /// A text of the answer.
  ///
  /// @param apart where it is true, the text belongs to another one than its neighbours, such as
  ///   thoughts among what is said
  public record Text(Pointer at, Optional<Pointer> apart) {}

  /// A tool call of the answer, whole.
  public record Call(Pointer items, Pointer name, Pointer arguments) {}

  /// Counts of tokens: those of one list add up.
  public record Usage(List<Pointer> prompt, List<Pointer> completion, List<Pointer> total) {
    public Usage {
      prompt = List.copyOf(prompt);
      completion = List.copyOf(completion);
      total = List.copyOf(total);
    }
  }

  /// @param choices each is one; an answer has one choice where it is not said
  /// @param index the number of a choice, where that is not its position
  /// @param finish a word or `true` there tells that the choice has finished
  /// @param failed a value there, in a streamed answer, tells that the provider failed
  /// @param logprobs values that repeat the text token by token
  public record Reply(
      Parts parts,
      Optional<Pointer> choices,
      Optional<Pointer> index,
      List<Text> text,
      List<Call> calls,
      List<Pointer> finish,
      Usage usage,
      List<Pointer> failed,
      List<Pointer> logprobs) {
    public Reply {
      text = List.copyOf(text);
      calls = List.copyOf(calls);
      finish = List.copyOf(finish);
      failed = List.copyOf(failed);
      logprobs = List.copyOf(logprobs);
    }
  }
}
