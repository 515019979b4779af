package probity.classify;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The words for what can be found.
public final class Labels {
  /// Given by models, which read requests alone: an answer streams, and no model keeps up with it.
  private static final SortedSet<String> OF_MODELS =
      Collections.unmodifiableSortedSet(
          new TreeSet<>(List.of("injection.direct", "injection.indirect", "personal.person")));

  /// Labels that classifiers of an installation's configuration give. A bundle may name any of
  /// them; where it goes into force, one of the classifiers must give it.
  private static final Pattern OF_CLASSIFIERS = Pattern.compile("model\\.[a-z0-9][a-z0-9-]{0,39}");

  private Labels() {}

  /// Whether it has the form of a label that a classifier of the configuration gives.
  public static boolean isOfClassifier(String label) {
    return OF_CLASSIFIERS.matcher(label).matches();
  }

  /// Whether models or classifiers give it, and detectors do not.
  public static boolean isOfModel(String label) {
    return OF_MODELS.contains(label) || isOfClassifier(label);
  }

  /// Those that models give.
  public static SortedSet<String> ofModels() {
    return OF_MODELS;
  }

  /// Every label that can be found in a request.
  public static SortedSet<String> known() {
    var known = new TreeSet<>(Detectors.known());
    known.addAll(OF_MODELS);
    return Collections.unmodifiableSortedSet(known);
  }
}
