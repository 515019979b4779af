package probity.server.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import probity.classify.Detectors;
import probity.policy.Bundle;
import probity.policy.BundleFile;
import probity.policy.BundleReading;

/// Schemas and readers know the same members, the same words, and miss the same ones.
///
/// At each mapping of a bundle that has everything, every name that occurs in a schema or in the
/// source of a reader is tried: both know it there, or neither.
class SchemaDriftTest {
  private static final Path WHOLE = Path.of("src/test/resources/policy/whole");
  private static final Path READERS = Path.of("../probity-core/src/main/java/probity/policy");
  private static final Pattern ASKED = Pattern.compile("(?:required|optional)\\(\\s*\"([a-z_]+)\"");
  private static final Pattern CONSTANT = Pattern.compile("\\b[A-Z_]+\\(\"([a-z_]+)\", ");

  private static final int CHUNK = 8;

  private static final Set<String> NAMES = new TreeSet<>();
  private static final Map<String, Object> FILES = new TreeMap<>();

  /// One mapping of one file.
  record Spot(String file, List<Object> steps) {
    String pointer() {
      return steps.stream().map(step -> "/" + step).collect(Collectors.joining());
    }

    @Override
    public String toString() {
      return file + pointer();
    }

    Spot at(Object step) {
      return new Spot(file, Stream.concat(steps.stream(), Stream.of(step)).toList());
    }
  }

  @BeforeAll
  static void collect() throws IOException {
    spots();
    try (var sources = Files.list(READERS)) {
      for (Path source : sources.filter(file -> file.toString().endsWith(".java")).toList()) {
        String text = Files.readString(source);
        ASKED.matcher(text).results().forEach(found -> NAMES.add(found.group(1)));
        if (source.endsWith("EffectReader.java") || source.endsWith("Fact.java")) {
          CONSTANT.matcher(text).results().forEach(found -> NAMES.add(found.group(1)));
        }
      }
    }
    try (var schemas = Files.list(BundleSchemas.FOLDER)) {
      for (Path schema : schemas.filter(SchemaDriftTest::ofBundle).toList()) {
        properties(load(Files.readString(schema)));
      }
    }
    assertThat(NAMES).contains("met_by", "counter", "body_bytes", "keep").hasSizeGreaterThan(80);
  }

  private static boolean ofBundle(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.endsWith(".schema.json") && !name.startsWith("entry-");
  }

  private static void properties(Object node) {
    if (node instanceof List<?> list) list.forEach(SchemaDriftTest::properties);
    if (!(node instanceof Map<?, ?> map)) return;
    if (map.get("properties") instanceof Map<?, ?> properties) {
      properties.keySet().forEach(name -> NAMES.add(String.valueOf(name)));
    }
    map.values().forEach(SchemaDriftTest::properties);
  }

  /// Every mapping whose members the program chooses.
  static List<Spot> spots() throws IOException {
    var spots = new ArrayList<Spot>();
    try (var files = Files.walk(WHOLE)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String path = WHOLE.relativize(file).toString();
        Object value = load(Files.readString(file));
        FILES.put(path, value);
        walk(new Spot(path, List.of()), value, spots);
      }
    }
    // One of each shape: all rules have the same members.
    var shapes = new TreeMap<String, Spot>();
    spots.forEach(spot -> shapes.putIfAbsent(spot.toString().replaceAll("/[0-9]+", "/*"), spot));
    return List.copyOf(shapes.values());
  }

  private static void walk(Spot spot, Object value, List<Spot> spots) {
    if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) walk(spot.at(i), list.get(i), spots);
    }
    if (!(value instanceof Map<?, ?> map)) return;
    boolean authors =
        !spot.steps().isEmpty()
            && List.of("labels", "probes", "counters", "roles").contains(spot.steps().getLast());
    if (authors) return;
    spots.add(spot);
    map.forEach((name, member) -> walk(spot.at(String.valueOf(name)), member, spots));
  }

  /// What the file of a spot holds.
  private static Object content(Spot spot) {
    return Objects.requireNonNull(FILES.get(spot.file()), spot.file());
  }

  private static Object load(String yaml) {
    return new Load(LoadSettings.builder().build()).loadFromString(yaml);
  }

  @Test
  void the_bundle_that_has_everything_is_one() {
    assertThat(mistakes(FILES)).isEmpty();
    FILES.forEach((path, value) ->
        assertThat(BundleSchemas.errors(path, BundleSchemas.shown(value))).as(path).isEmpty());
  }

  @ParameterizedTest
  @MethodSource("spots")
  void both_know_the_same_members(Spot spot) {
    var reader = new TreeSet<String>();
    var schema = new TreeSet<String>();

    for (var names : chunks()) {
      Object changed = withAll(spot, names);
      var mistakes = mistakes(file(spot.file(), changed));
      var errors = BundleSchemas.errors(spot.file(), BundleSchemas.shown(changed));
      for (String name : names) {
        if (!unknownToReader(name, mistakes)) reader.add(name);
        boolean unknown =
            errors.stream()
                .anyMatch(error -> is(error, "additionalProperties", spot.pointer(), name));
        if (!unknown) schema.add(name);
      }
    }

    assertThat(schema).isEqualTo(reader);
    assertThat(schema).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("spots")
  void both_miss_the_same_members(Spot spot) {
    var reader = new TreeSet<String>();
    var schema = new TreeSet<String>();

    for (String name : members(content(spot), spot)) {
      Object changed = with(spot, name, Optional.empty());
      if (says(spot.file(), changed, "member `" + name + "` is missing")) reader.add(name);
      boolean missed =
          BundleSchemas.errors(spot.file(), BundleSchemas.shown(changed)).stream()
              // Alternatives miss each other's members; the reader has a sentence for those.
              .filter(error -> !String.valueOf(error.getEvaluationPath()).contains("oneOf"))
              .anyMatch(error -> misses(error, spot.pointer(), name));
      if (missed) schema.add(name);
    }

    if (!spot.file().startsWith("overlays/")) assertThat(schema).isEqualTo(reader);
  }

  /// Words that a member may be: what the schema lists is what the reader's message lists.
  @ParameterizedTest
  @MethodSource("spots")
  void both_allow_the_same_words(Spot spot) {
    Pattern listed = Pattern.compile("one of (.*) was expected, not `no-such-word`");
    for (String name : members(content(spot), spot)) {
      Object changed = with(spot, name, Optional.of("no-such-word"));
      var reader =
          mistakes(file(spot.file(), changed)).stream()
              .flatMap(mistake -> listed.matcher(mistake).results())
              .map(found -> words(found.group(1), "`([^`]*)`"))
              .findFirst()
              .orElse(Set.of());
      var schema =
          BundleSchemas.errors(spot.file(), BundleSchemas.shown(changed)).stream()
              .filter(error -> error.getKeyword().equals("enum"))
              .filter(error -> pointer(error).equals(spot.pointer() + "/" + name))
              .map(error -> words(error.getMessage(), "\"([^\"]*)\""))
              .findFirst()
              .orElse(Set.of());
      // `expect` is the rule's own word to the reader, any effect to the schema; facts, the method
      // of a canary, and the formats of routes are words of the bundle.
      boolean ofBundle =
          spot.pointer().endsWith("/given")
              || name.equals("format")
              || (spot.file().startsWith("canaries/") && name.equals("method"));
      if (name.equals("expect") || ofBundle) continue;
      assertThat(schema).as(name).isEqualTo(reader);
    }
  }

  private static Set<String> words(String text, String pattern) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// So few at a time that no bound on the number of members hides what is unknown.
  private static List<List<String>> chunks() {
    var names = List.copyOf(NAMES);
    var chunks = new ArrayList<List<String>>();
    for (int from = 0; from < names.size(); from += CHUNK) {
      chunks.add(names.subList(from, Math.min(from + CHUNK, names.size())));
    }
    return chunks;
  }

  private static boolean unknownToReader(String name, List<String> mistakes) {
    return Stream.of(
            "unknown member `" + name + "`",
            "unknown section of an overlay `" + name + "`",
            "there is no fact `" + name + "`",
            name.equals("phase")
                ? "the phase of a test is that of its rule"
                : "unknown member `" + name + "`")
        .anyMatch(message -> mistakes.stream().anyMatch(mistake -> mistake.startsWith(message)));
  }

  private static boolean misses(Error error, String pointer, String name) {
    return is(error, "required", pointer, name)
        || is(error, "dependentRequired", pointer, name)
        || (error.getKeyword().equals("dependentRequired")
            && pointer(error).equals(pointer)
            && error.getMessage().contains("'" + name + "'"));
  }

  private static boolean is(Error error, String keyword, String pointer, String name) {
    return error.getKeyword().equals(keyword)
        && pointer(error).equals(pointer)
        && name.equals(error.getProperty());
  }

  private static String pointer(Error error) {
    return String.valueOf(error.getInstanceLocation());
  }

  private static boolean says(String path, Object changed, String message) {
    return mistakes(file(path, changed)).stream().anyMatch(mistake -> mistake.startsWith(message));
  }

  /// A bundle with the changed file and those that it needs: an overlay would fill in what is
  /// missing below it.
  private static Map<String, Object> file(String path, Object changed) {
    var files = new TreeMap<>(FILES);
    if (!path.startsWith("overlays/")) {
      files.keySet().removeIf(other -> other.startsWith("overlays/"));
      if (!path.startsWith("rules/")) files.keySet().removeIf(other -> other.startsWith("rules/"));
    }
    files.put(path, changed);
    return files;
  }

  private static List<String> mistakes(Map<String, Object> files) {
    var bundle =
        files.entrySet().stream()
            .map(file -> new BundleFile(file.getKey(), BundleSchemas.shown(file.getValue())))
            .toList();
    return switch (Bundle.read(bundle, Detectors.known())) {
      case BundleReading.Loaded _ -> List.of();
      case BundleReading.Mistaken(var mistakes) ->
          mistakes.stream().map(mistake -> mistake.message()).toList();
    };
  }

  private static List<String> members(Object root, Spot spot) {
    Object at = root;
    for (Object step : spot.steps()) at = child(at, step);
    return at instanceof Map<?, ?> map
        ? map.keySet().stream().map(String::valueOf).toList()
        : List.of();
  }

  private static Object child(Object value, Object step) {
    return switch (value) {
      case Map<?, ?> map -> Objects.requireNonNull(map.get(step), String.valueOf(step));
      case List<?> list -> list.get((Integer) step);
      default -> throw new IllegalStateException("nothing at " + step);
    };
  }

  /// The file with these members, of a value that fits nothing, in place of a mapping's own.
  private static Object withAll(Spot spot, List<String> names) {
    var members = new TreeMap<String, Object>();
    names.forEach(name -> members.put(name, "x"));
    // By its key an overlay finds the item that it changes.
    if (spot.file().startsWith("overlays/") && !spot.steps().isEmpty()) {
      Object item = content(spot);
      for (Object step : spot.steps()) item = child(item, step);
      for (String key : List.of("id", "class", "model")) {
        if (item instanceof Map<?, ?> map && map.containsKey(key))
          members.put(key, child(map, key));
      }
    }
    if (spot.steps().isEmpty()) return members;
    var parent = new Spot(spot.file(), spot.steps().subList(0, spot.steps().size() - 1));
    Object last = spot.steps().getLast();
    return last instanceof Integer index
        ? replaced(content(spot), parent.steps(), index, members)
        : with(parent, (String) last, Optional.of(members));
  }

  private static Object replaced(Object at, List<Object> steps, int index, Object value) {
    if (!steps.isEmpty()) {
      Object first = steps.getFirst();
      Object below = replaced(child(at, first), steps.subList(1, steps.size()), index, value);
      return at instanceof List<?>
          ? replaced(at, List.of(), (Integer) first, below)
          : with(at, List.of(), String.valueOf(first), Optional.of(below));
    }
    var changed = new ArrayList<Object>((List<?>) at);
    changed.set(index, value);
    return changed;
  }

  /// The file with another value at a member, or without it.
  private static Object with(Spot spot, String name, Optional<?> value) {
    return with(content(spot), spot.steps(), name, value);
  }

  private static Object with(Object at, List<Object> steps, String name, Optional<?> value) {
    if (steps.isEmpty()) {
      var changed = new TreeMap<String, Object>();
      ((Map<?, ?>) at).forEach((key, member) -> changed.put(String.valueOf(key), member));
      changed.remove(name);
      value.ifPresent(there -> changed.put(name, there));
      return changed;
    }
    Object first = steps.getFirst();
    Object below = with(child(at, first), steps.subList(1, steps.size()), name, value);
    if (at instanceof List<?> list) {
      var changed = new ArrayList<Object>(list);
      changed.set((Integer) first, below);
      return changed;
    }
    var changed = new TreeMap<String, Object>();
    ((Map<?, ?>) at).forEach((key, member) -> changed.put(String.valueOf(key), member));
    changed.put(String.valueOf(first), below);
    return changed;
  }
}
