package probity.conformance;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import probity.exchange.Bytes;
import probity.wire.RequestHead;

/// One body of the matrix.
///
/// @param format the folder that it lies in
/// @param name of its file
/// @param lines before the body: of a request its first line and headers; none of an answer
/// @param type of an answer
/// @param asked the request that an answer is to; for a request itself nothing
record Body(
    String format,
    String name,
    Way way,
    Template lines,
    Template text,
    String type,
    Optional<Body> asked) {
  /// How a body travels.
  enum Way {
    REQUEST,
    ANSWER,
    STREAM,
    /// What a provider says of its own failure.
    ERROR;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final Pattern STRING = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");

  /// Places of the body and of the lines before it, with the number of parts of each.
  TreeMap<String, Integer> places() {
    var places = new TreeMap<>(text.places());
    places.putAll(lines.places());
    return places;
  }

  String body(Template.Planted planted, String ticket) {
    return text.with(planted, ticket);
  }

  /// A request as it goes over the wire, with the caller's key.
  String request(Template.Planted planted, String ticket, String body, String key) {
    String head = lines.with(planted, ticket);
    int length = Bytes.utf8(body).length();
    return head.replace("\n", "\r\n")
        + "Host: gateway\r\nAuthorization: Bearer "
        + key
        + "\r\n"
        + (body.isEmpty() ? "" : "Content-Length: " + length + "\r\n")
        + "\r\n"
        + body;
  }

  /// Whether it is a stream in which the provider says that it failed.
  boolean fails() {
    return name.startsWith("failed.");
  }

  /// What stands before the body, as a format sees it.
  RequestHead head() {
    var given = lines.with(Template.Planted.NOTHING, "t000000000x").lines().toList();
    var first = given.getFirst().split(" ", -1);
    var headers =
        given.stream()
            .skip(1)
            .map(line -> line.split(": ", 2))
            .collect(Collectors.toMap(line -> line[0].toLowerCase(Locale.ROOT), line -> line[1]));
    return new RequestHead(
        first[0],
        first[1].split("\\?", 2)[0],
        name -> Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT))));
  }

  /// How many strings stand in the body, names of members included.
  int strings() {
    return (int) STRING.matcher(body(Template.Planted.NOTHING, "")).results().count();
  }

  /// The body with a secret, between blanks, in the place of one of its strings.
  String withString(int number, Secret secret, String ticket) {
    String calm = body(Template.Planted.NOTHING, ticket);
    var found = STRING.matcher(calm).results().toList().get(number);
    return calm.substring(0, found.start())
        + "\" "
        + Json.inside(secret.text)
        + " \""
        + calm.substring(found.end());
  }

  @Override
  public String toString() {
    return format + "/" + name;
  }

  /// The secrets that can stand in a place.
  static List<Secret> secrets(String place) {
    return List.of(Secret.values()).stream()
        .filter(secret -> secret.isOneLine() || Template.context(place) != Template.Context.LINE)
        .toList();
  }
}
