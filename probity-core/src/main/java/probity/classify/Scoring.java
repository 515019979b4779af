package probity.classify;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import probity.exchange.Finding;
import probity.exchange.Place;
import probity.wire.Texts;

/// Models, and what they say of the texts of a body. It blocks, and takes milliseconds for each
/// piece of a text, so it never runs on an event loop.
public final class Scoring {
  /// Without models.
  public static final Scoring NONE = new Scoring(List.of());

  private static final String INJECTION = "injection.";

  /// In the place of the pieces that are left.
  private static final int FAILED = -1;

  private final List<Part> parts;

  public Scoring(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  /// A model, and what it may cost and what its silence means.
  ///
  /// @param pieces of texts that it scores for one body at most
  /// @param required whether a body goes no further where the model did not score all of it; if
  ///   not, the record alone says so
  public record Part(Model model, int pieces, boolean required) {}

  /// What models found.
  ///
  /// @param unscanned how many texts some model did not score to their end
  /// @param missing how many of those a model that is required did not
  public record Scores(List<Finding> findings, int unscanned, int missing) {
    public Scores {
      findings = List.copyOf(findings);
    }
  }

  /// Every label that some model gives.
  public SortedSet<String> labels() {
    var labels = new TreeSet<String>();
    for (Part part : parts) labels.addAll(part.model().labels());
    return labels;
  }

  /// Only the models that give one of some labels.
  public Scoring asking(Collection<String> labels) {
    return new Scoring(
        parts.stream()
            .filter(each -> each.model().labels().stream().anyMatch(labels::contains))
            .toList());
  }

  /// These models, and others behind them.
  public Scoring and(List<Part> others) {
    return new Scoring(Stream.concat(parts.stream(), others.stream()).toList());
  }

  public boolean isEmpty() {
    return parts.isEmpty();
  }

  /// The names and versions of the models.
  public List<String> versions() {
    return parts.stream().map(each -> each.model().id()).sorted().toList();
  }

  /// Scores the texts of a body, the last ones first: they are the newest.
  ///
  /// @param labels those that are wanted
  public Scores score(Texts texts, Collection<String> labels) {
    var findings = new ArrayList<Finding>();
    int unscanned = 0;
    int missing = 0;
    int[] left = parts.stream().mapToInt(Part::pieces).toArray();
    for (int place = texts.places().size() - 1; place >= 0; place--) {
      var kind = texts.places().get(place).kind();
      String text = texts.text(place);
      if (text.isBlank()) continue;
      boolean whole = true;
      boolean enough = true;
      for (int i = 0; i < parts.size(); i++) {
        Model model = parts.get(i).model();
        var origin = origin(model, kind);
        if (origin.isEmpty()) continue;
        var reading = read(model, text, origin.get(), left[i]);
        // Whoever failed once is not asked again about this body: failing may take its whole time.
        left[i] = reading.isPresent() ? Math.max(0, left[i] - reading.get().pieces()) : FAILED;
        boolean scored = reading.filter(each -> each.complete(text)).isPresent();
        whole &= scored;
        enough &= scored || !parts.get(i).required();
        for (Model.Scored each : reading.map(Model.Reading::found).orElse(List.of())) {
          if (each.confidence() < Model.FOUND || !labels.contains(each.label())) continue;
          findings.add(
              new Finding(
                  each.label(), place, each.start(), each.end(), model.id(), each.confidence()));
        }
      }
      if (!whole) unscanned++;
      if (!enough) missing++;
    }
    return new Scores(findings.reversed(), unscanned, missing);
  }

  /// Empty where the model failed, now or before.
  private static Optional<Model.Reading> read(
      Model model, String text, Model.Origin origin, int left) {
    if (left == FAILED) return Optional.empty();
    try {
      return Optional.of(model.read(text, origin, left));
    } catch (ModelFailed failed) {
      return Optional.empty();
    }
  }

  /// Who wrote the texts of a kind; empty where it is of no use to ask a model about them: what the
  /// application and the model itself wrote is no attack on them, and strings beside the
  /// conversation are mostly names of things.
  private static Optional<Model.Origin> origin(Model model, Place.Kind kind) {
    return switch (kind) {
      case TOOL_RESULT, TOOL_DESCRIPTION -> Optional.of(Model.Origin.TOOL);
      case DOCUMENT -> Optional.of(Model.Origin.DOCUMENT);
      case USER -> Optional.of(Model.Origin.USER);
      case OTHER -> Optional.empty();
      case SYSTEM, ASSISTANT, TOOL_ARGUMENTS ->
          model.labels().stream().allMatch(each -> each.startsWith(INJECTION))
              ? Optional.empty()
              : Optional.of(Model.Origin.USER);
    };
  }
}
