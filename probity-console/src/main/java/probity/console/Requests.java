package probity.console;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Makes a [Visit] of what came over HTTP.
final class Requests {
  private static final String MULTIPART = "org.eclipse.jetty.multipartConfig";

  private Requests() {}

  /// A form that was read to its end.
  record Body(Values form, Map<String, List<Upload>> files) {
    static final Body NONE = new Body(Values.NONE, Map.of());
  }

  static Body form(Context http) {
    return new Body(new Values(http.formParamMap()), Map.of());
  }

  /// A form with files, which stay in memory: nothing that somebody uploads is written anywhere
  /// before a page says so.
  ///
  /// @param most bytes of all of it
  static Body upload(Context http, int most) {
    var type = Optional.ofNullable(http.contentType()).orElse("");
    if (!type.startsWith("multipart/form-data")) return form(http);
    http.req().setAttribute(MULTIPART, new MultipartConfigElement("", most, most, most));
    var texts = new LinkedHashMap<String, List<String>>();
    var files = new LinkedHashMap<String, List<Upload>>();
    try {
      for (Part part : http.req().getParts()) read(part, texts, files);
    } catch (IOException | ServletException | IllegalStateException e) {
      throw new HttpResponseException(400);
    }
    return new Body(new Values(texts), files);
  }

  private static void read(
      Part part, Map<String, List<String>> texts, Map<String, List<Upload>> files)
      throws IOException {
    try (var in = part.getInputStream()) {
      byte[] bytes = in.readAllBytes();
      var fileName = part.getSubmittedFileName();
      if (fileName == null) {
        texts
            .computeIfAbsent(part.getName(), _ -> new ArrayList<>())
            .add(new String(bytes, StandardCharsets.UTF_8));
      } else if (!fileName.isEmpty() || bytes.length > 0) {
        files
            .computeIfAbsent(part.getName(), _ -> new ArrayList<>())
            .add(new Upload(fileName, bytes));
      }
    }
  }

  static Visit visit(Context http, Optional<SignedIn> who, Set<String> proxies, Body body) {
    return new Visit(
        http.path(),
        http.pathParamMap(),
        new Values(http.queryParamMap()),
        body.form(),
        body.files(),
        who,
        client(http, proxies),
        errand(http));
  }

  private static String errand(Context http) {
    return Stream.of(true, false)
        .flatMap(https -> Optional.ofNullable(http.cookie(Answers.errandName(https))).stream())
        .findFirst()
        .orElse("");
  }

  /// The peer, or whom a proxy of ours names last.
  private static String client(Context http, Set<String> proxies) {
    String peer = http.req().getRemoteAddr();
    var said = http.header("x-forwarded-for");
    if (said == null || !proxies.contains(peer)) return peer;
    return said.substring(said.lastIndexOf(',') + 1).strip();
  }

  /// Whether a browser says that a page of this console sent it. Each browser that is used today
  /// sends at least one of the two headers with a form.
  static boolean isFromOwnPage(Context http, List<String> origins) {
    var site = http.header("sec-fetch-site");
    if (site != null && !site.equals("same-origin")) return false;
    var origin = http.header("origin");
    return origin == null ? site != null : isOwn(origin, origins);
  }

  private static boolean isOwn(String origin, List<String> origins) {
    return origins.stream().anyMatch(own -> own.equals(origin));
  }

  static String pathAndQuery(Context http) {
    var query = http.queryString();
    return http.path() + (query == null || query.isEmpty() ? "" : "?" + query);
  }
}
