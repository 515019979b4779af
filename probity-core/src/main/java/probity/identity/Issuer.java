package probity.identity;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import probity.exchange.Caller;
import probity.exchange.Credential;

/// Somebody whose tokens are taken, and what is read from them.
///
/// @param name the exact `iss` of its tokens
/// @param audiences one of which a token must be for
/// @param algorithms by which its tokens may be signed, of [#ALGORITHMS]
/// @param skew how far its clock and ours may differ
/// @param lifetimeMax the longest that a token may be good for
/// @param caller where a token names the calling application
/// @param callers by that name
/// @param roles, groups declared words by what tokens call them; other names are dropped
/// @param person where a token names the end user, if that is read
public record Issuer(
    String name,
    List<String> audiences,
    Set<String> algorithms,
    Duration skew,
    Duration lifetimeMax,
    List<String> caller,
    Map<String, Caller> callers,
    Names roles,
    Names groups,
    Optional<List<String>> person) {
  /// By public keys alone: with a secret that both sides know, either could have signed.
  public static final List<String> ALGORITHMS =
      List.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");

  public static final Duration SKEW = Duration.ofSeconds(60);
  public static final Duration SKEW_MAX = Duration.ofMinutes(5);
  public static final Duration LIFETIME_MAX = Duration.ofHours(24);

  public Issuer {
    audiences = List.copyOf(audiences);
    algorithms = Set.copyOf(algorithms);
    caller = List.copyOf(caller);
    callers = Map.copyOf(callers);
    person = person.map(List::copyOf);
    if (audiences.isEmpty() || algorithms.isEmpty() || !ALGORITHMS.containsAll(algorithms)) {
      throw new IllegalArgumentException("an issuer without audience, or of other algorithms");
    }
    if (skew.isNegative() || skew.compareTo(SKEW_MAX) > 0) {
      throw new IllegalArgumentException("skew " + skew);
    }
  }

  /// Words that tokens have at `path`, and the declared words that they stand for.
  public record Names(List<String> path, Map<String, String> words) {
    /// Of one issuer: with a caller's own they must fit into the facts.
    public static final int MAX = 32;

    public static final Names NONE = new Names(List.of(), Map.of());

    public Names {
      path = List.copyOf(path);
      words = Map.copyOf(words);
      if (words.size() > MAX) throw new IllegalArgumentException(words.size() + " words");
    }

    /// `own`, and what the token adds.
    List<String> with(List<String> own, Claims claims) {
      if (words.isEmpty()) return own;
      var all = new LinkedHashSet<>(own);
      var said = Set.copyOf(claims.texts(path));
      words.keySet().stream().filter(said::contains).sorted().map(words::get).forEach(all::add);
      return List.copyOf(all);
    }
  }

  /// What a token of this issuer says, whose signature is good.
  ///
  /// @param validity when it may be used, clocks that differ included
  record Said(Validity validity, Identified identified) {}

  Said read(Claims claims, long now) {
    var validity = validity(claims, now);
    if (validity.isEmpty()) return refused("bad-claims");
    boolean forUs = claims.texts(List.of("aud")).stream().anyMatch(audiences::contains);
    if (!forUs) return refused("wrong-audience");
    var names = claims.texts(caller);
    var known =
        names.size() == 1
            ? Optional.ofNullable(callers.get(names.getFirst()))
            : Optional.<Caller>empty();
    if (known.isEmpty()) return refused("unmapped-caller");
    var people = person.map(claims::texts).orElse(List.of());
    boolean odd = people.size() > 1 || people.stream().anyMatch(p -> !Presented.isPerson(p));
    if (odd) return refused("bad-claims");
    return new Said(
        validity.get(),
        new Identified.Known(
            with(known.get(), claims), Credential.JWT, people.stream().findFirst(), List.of()));
  }

  private static Said refused(String reason) {
    return new Said(Validity.ALWAYS, new Identified.Unknown(reason));
  }

  private Caller with(Caller known, Claims claims) {
    return new Caller(
        known.id(), roles.with(known.roles(), claims), groups.with(known.groups(), claims));
  }

  /// From `nbf` or the beginning to `exp`; empty where the token has no end, is good for longer
  /// than it may be, or has times that cannot be.
  private Optional<Validity> validity(Claims claims, long now) {
    for (String name : List.of("exp", "nbf", "iat")) {
      if (claims.has(name) && claims.time(name).isEmpty()) return Optional.empty();
    }
    OptionalLong end = claims.time("exp");
    if (end.isEmpty()) return Optional.empty();
    long until = end.getAsLong() + skew.toMillis();
    long issued = claims.time("iat").orElse(now);
    var begins = new ArrayList<>(List.of(Long.MIN_VALUE));
    claims.time("nbf").ifPresent(nbf -> begins.add(nbf - skew.toMillis()));
    // Made in the future: by a clock that is wrong, or for somebody who wants it to last.
    claims.time("iat").ifPresent(iat -> begins.add(iat - skew.toMillis()));
    long from = begins.stream().max(Long::compare).orElse(Long.MIN_VALUE);
    long longest = lifetimeMax.toMillis();
    boolean tooLong =
        end.getAsLong() - issued > longest + (claims.has("iat") ? 0 : skew.toMillis());
    return tooLong || from >= until ? Optional.empty() : Optional.of(new Validity(from, until));
  }
}
