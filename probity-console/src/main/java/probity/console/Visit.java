package probity.console;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import probity.aims.register.Duty;

/// One request, as a page sees it.
///
/// @param path without query
/// @param places texts in place of the `{name}` of the route's path
/// @param files that were uploaded, by the name of their input
/// @param address of the client
/// @param errand with which the browser comes back from the OpenID provider; else empty
public record Visit(
    String path,
    Map<String, String> places,
    Values query,
    Values form,
    Map<String, List<Upload>> files,
    Optional<SignedIn> signedIn,
    String address,
    String errand) {
  public Visit {
    places = Map.copyOf(places);
    files = Map.copyOf(files);
  }

  /// A look at `path` by nobody in particular, for tests.
  public static Visit to(String path) {
    return new Visit(
        path, Map.of(), Values.NONE, Values.NONE, Map.of(), Optional.empty(), "127.0.0.1", "");
  }

  public Visit by(SignedIn who) {
    return new Visit(path, places, query, form, files, Optional.of(who), address, errand);
  }

  public Visit at(Map<String, String> others) {
    return new Visit(path, others, query, form, files, signedIn, address, errand);
  }

  public Visit asking(Values other) {
    return new Visit(path, places, other, form, files, signedIn, address, errand);
  }

  public Visit saying(Values other) {
    return new Visit(path, places, query, other, files, signedIn, address, errand);
  }

  /// What stands in place of `{name}`.
  public String place(String name) {
    return Optional.ofNullable(places.get(name))
        .orElseThrow(() -> new IllegalStateException("the route has no `{" + name + "}`"));
  }

  /// Who looks. On routes that are open to everybody, ask [#signedIn] instead.
  public SignedIn session() {
    return signedIn.orElseThrow(() -> new IllegalStateException("nobody is signed in"));
  }

  public Member member() {
    return session().member();
  }

  public boolean hasAny(Duty... duties) {
    return signedIn.isPresent() && member().hasAny(duties);
  }

  /// The files of one input, without those that were left empty.
  public List<Upload> files(String name) {
    return Optional.ofNullable(files.get(name)).orElse(List.of());
  }
}
