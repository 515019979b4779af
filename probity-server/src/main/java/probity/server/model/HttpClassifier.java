package probity.server.model;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import probity.classify.Model;
import probity.classify.ModelFailed;
import probity.http.PinnedPost;
import probity.ledger.Json;

/// A classifier behind HTTP, asked in the form that servers of open models share: `POST {"inputs":
/// TEXT}`, answered with a list of labels and scores, of the whole text or of spans in it
/// ([Predictions]).
///
/// One call is one piece of a text, cut between words. It does not ask for what is too long to be
/// left unread: a server that cannot take all of a piece has to answer so, and that is a failure.
/// When it hangs or is down it is not called for a second, so that it does not hold every request
/// for its whole time. Threads may ask at the same time.
public final class HttpClassifier implements Model {
  private static final String JSON = "application/json";
  private static final long PAUSE = Duration.ofSeconds(1).toNanos();
  private static final long NEVER = Long.MIN_VALUE;

  private final String id;
  private final SortedMap<String, String> labels;
  private final int characters;
  private final Address address;
  private final PinnedPost http;
  private final LongSupplier nanos;
  private final AtomicLong failedAt = new AtomicLong(NEVER);

  /// Where it is asked.
  ///
  /// @param headers with its credential, if it wants one; never printed
  public record Address(
      probity.gateway.upstream.Origin origin, String path, Map<String, String> headers) {
    public Address {
      headers = Map.copyOf(headers);
    }

    @Override
    public String toString() {
      return origin + path;
    }
  }

  /// @param id name and version, as findings bear it
  /// @param labels its words, with our labels for them
  /// @param characters of one call at most
  /// @param nanos a clock that only goes forward
  public HttpClassifier(
      String id,
      SortedMap<String, String> labels,
      int characters,
      Address address,
      PinnedPost http,
      LongSupplier nanos) {
    this.id = id;
    this.labels = labels;
    this.characters = characters;
    this.address = address;
    this.http = http;
    this.nanos = nanos;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public SortedSet<String> labels() {
    return new TreeSet<>(labels.values());
  }

  @Override
  public Reading read(String text, Origin origin, int pieces) {
    var found = new ArrayList<Scored>();
    int start = 0;
    int calls = 0;
    for (; start < text.length() && calls < pieces; calls++) {
      int end = end(text, start);
      String piece = text.substring(start, end);
      for (Scored each : ask(piece)) {
        found.add(
            new Scored(each.label(), start + each.start(), start + each.end(), each.confidence()));
      }
      start = end;
    }
    return new Reading(found, start, calls);
  }

  /// Where a piece ends that starts at `start`: behind the last blank of its second half, if there
  /// is one, and never within a character.
  private int end(String text, int start) {
    int end = start + characters;
    if (end >= text.length()) return text.length();
    for (int i = end; i > start + characters / 2; i--) {
      if (Character.isWhitespace(text.charAt(i - 1))) return i;
    }
    return Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
  }

  private List<Scored> ask(String piece) {
    if (piece.isBlank()) return List.of();
    long failed = failedAt.get();
    if (failed != NEVER && nanos.getAsLong() - failed < PAUSE) {
      throw new ModelFailed("it failed less than a second ago");
    }
    return Predictions.read(post(piece), piece, labels);
  }

  private String post(String piece) {
    byte[] body =
        Json.object().put("inputs", piece).build().canonical().getBytes(StandardCharsets.UTF_8);
    return switch (http.post(
        address.origin(), address.path(), JSON, JSON, address.headers(), body)) {
      case PinnedPost.Posted.Failed(var detail) -> {
        failedAt.set(nanos.getAsLong());
        throw new ModelFailed(detail);
      }
      case PinnedPost.Posted.Answered(var answer) -> {
        failedAt.set(isDown(answer.status()) ? nanos.getAsLong() : NEVER);
        if (answer.status() != 200) {
          throw new ModelFailed("it answered " + answer.status() + ", 200 was expected");
        }
        yield answer.body().utf8();
      }
    };
  }

  /// Whether a status speaks of the service. Others speak of the text, and a caller whose text it
  /// does not take must not keep it from the texts of all.
  private static boolean isDown(int status) {
    return status >= 500 || status == 429;
  }
}
