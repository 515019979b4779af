package probity.aims;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// Numbers and titles of ISO/IEC 42001:2023: clauses 4 to 10, the objectives and controls of Annex
/// A. All else that is said of them is in our own words.
///
/// The project's first outline called five topics by numbers that are those of other controls. Such
/// a label is an [Alias], known under a scheme of its own, `seed:`; without it a number means what
/// the standard says.
public final class Catalogue {
  /// Before a label of the first outline.
  public static final String SEED = "seed:";

  private static final String STANDARD = "42001:";
  private static final String NOTHING = "-";

  private static final List<Clause> CLAUSES =
      rows("clauses.txt").stream()
          .map(row -> new Clause(row.get(0), row.get(1), filled(row.get(2))))
          .toList();
  private static final List<Objective> OBJECTIVES =
      rows("objectives.txt").stream().map(row -> new Objective(row.get(0), row.get(1))).toList();
  private static final List<Control> CONTROLS =
      rows("controls.txt").stream().map(Catalogue::control).toList();
  private static final List<Alias> ALIASES =
      rows("aliases.txt").stream()
          .map(row -> new Alias(row.get(0), row.get(1), words(row.get(2)), words(row.get(3))))
          .toList();

  private Catalogue() {}

  /// What has a number of the standard.
  public sealed interface Item {
    String number();

    String title();
  }

  /// @param documented the documented information that it asks for, in our words
  public record Clause(String number, String title, Optional<String> documented) implements Item {}

  /// A group of controls; of A.6 also each of its two parts.
  public record Objective(String number, String title) implements Item {}

  /// @param evidence how much of it records of exchanges can prove, by our judgement
  public record Control(String number, String title, Evidence evidence) implements Item {
    /// The objective that it is under, of the nine.
    public String objective() {
      return number.substring(0, number.indexOf('.', 2));
    }
  }

  /// What records of exchanges can prove of a control.
  public enum Evidence {
    /// Each decision proves it.
    DIRECT,

    /// In part, or only counted; a record of the management system stands beside them.
    PARTIAL,

    /// Nothing: a record of the management system alone.
    NONE
  }

  /// A label of the first outline.
  ///
  /// @param topic what it meant
  /// @param controls the numbers that the topic has
  /// @param near other numbers, of controls and clauses, that it touches
  public record Alias(String label, String topic, List<String> controls, List<String> near) {
    public Alias {
      controls = List.copyOf(controls);
      near = List.copyOf(near);
    }
  }

  /// Clauses 4 to 10, in order.
  public static List<Clause> clauses() {
    return CLAUSES;
  }

  /// The nine objectives, and behind A.6 its two parts.
  public static List<Objective> objectives() {
    return OBJECTIVES;
  }

  /// All 38 controls, in order.
  public static List<Control> controls() {
    return CONTROLS;
  }

  /// The labels of the first outline.
  public static List<Alias> aliases() {
    return ALIASES;
  }

  /// What has this number, with or without `42001:` before it.
  public static Optional<Item> find(String number) {
    String bare = number.startsWith(STANDARD) ? number.substring(STANDARD.length()) : number;
    return Stream.<List<? extends Item>>of(CONTROLS, OBJECTIVES, CLAUSES)
        .<Item>flatMap(List::stream)
        .filter(item -> item.number().equals(bare))
        .findFirst();
  }

  /// What the first outline called so, without `seed:`.
  public static Optional<Alias> alias(String label) {
    return ALIASES.stream().filter(alias -> alias.label().equals(label)).findFirst();
  }

  private static Control control(List<String> row) {
    return new Control(
        row.get(0), row.get(2), Evidence.valueOf(row.get(1).toUpperCase(Locale.ROOT)));
  }

  private static Optional<String> filled(String cell) {
    return cell.equals(NOTHING) ? Optional.empty() : Optional.of(cell);
  }

  private static List<String> words(String cell) {
    return Arrays.asList(cell.split(" ", -1));
  }

  static List<List<String>> rows(String file) {
    return text(file)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> List.of(line.split(" \\| ", -1)))
        .toList();
  }

  private static String text(String name) {
    try (InputStream file = Catalogue.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
