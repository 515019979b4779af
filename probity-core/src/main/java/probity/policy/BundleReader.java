package probity.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import probity.classify.OwnLabels;
import probity.exchange.Bytes;
import probity.ledger.Json;
import probity.wire.mapped.Mapping;
import probity.yaml.Mistake;
import probity.yaml.Mistakes;
import probity.yaml.Value;
import probity.yaml.Yaml;

/// Reads the files of a bundle in the order of their paths, and notes every mistake.
final class BundleReader {
  static final int BLOB_BYTES_MAX = 4 << 20;
  private static final int FILES_MAX = 256;
  private static final String MAIN = "bundle.yaml";
  private static final String OVERLAYS = "overlays/";
  private static final Pattern PATH =
      Pattern.compile(
          "bundle\\.yaml|invariants\\.yaml|(requirements|rules|canaries|formats|labels|overlays)/[a-z0-9][a-z0-9._-]{0,63}\\.yaml");

  private final Mistakes mistakes = new Mistakes();
  private final Optional<Set<String>> knownLabels;

  /// @param knownLabels labels that detectors give; empty when that is not to be checked
  BundleReader(Optional<Set<String>> knownLabels) {
    this.knownLabels = knownLabels;
  }

  BundleReading read(List<BundleFile> folder) {
    List<BundleFile> files =
        folder.stream().sorted(Comparator.comparing(BundleFile::path)).toList();
    Bytes blob = blob(files);
    if (files.size() > FILES_MAX || blob.length() > BLOB_BYTES_MAX) {
      mistakes.add(
          Mistake.ofFile(
              MAIN,
              "the bundle has "
                  + files.size()
                  + " files and "
                  + blob.length()
                  + " bytes, at most "
                  + FILES_MAX
                  + " and "
                  + BLOB_BYTES_MAX
                  + " were expected"));
      return new BundleReading.Mistaken(mistakes.inOrder());
    }
    var values = values(files);
    var overlay = overlay(values);
    var own = ownLabels(values);
    Optional<Declarations> declared =
        Optional.ofNullable(values.get(MAIN))
            .flatMap(main ->
                main.mapping(
                    new DeclarationReader(overlay, knownLabels, formats(values), own)::read));
    if (!values.containsKey(MAIN)) mistakes.add(Mistake.ofFile(MAIN, "the file is missing"));
    var requirements = new RequirementReader();
    var requirementList = new ArrayList<Requirement>();
    values.forEach((path, value) -> {
      if (path.startsWith("requirements/")) requirementList.addAll(requirements.read(value));
    });
    // Without declarations every word of a rule would be a mistake; those say nothing new.
    if (declared.isEmpty()) return new BundleReading.Mistaken(mistakes.inOrder());
    var reader = new RuleReader(declared.get(), overlay, requirements.names());
    var rules = new ArrayList<CompiledRule>();
    values.forEach((path, value) -> {
      if (path.startsWith("rules/")) rules.addAll(reader.read(value));
    });
    rules.addAll(reader.added());
    var canaryReader = new CanaryReader(declared.get(), overlay, requirements.names(), rules);
    var canaries = canaries(values, canaryReader);
    requirements.referTo(reader.names());
    var invariants =
        Optional.ofNullable(values.get(InvariantReader.FILE))
            .map(new InvariantReader(declared.get().vocabulary(), requirements.names())::read)
            .orElseGet(List::of);
    if (!mistakes.none()) return new BundleReading.Mistaken(mistakes.inOrder());
    return new BundleReading.Loaded(
        new Bundle(
            declared.get(),
            requirementList,
            rules,
            canaries,
            environment(values),
            invariants,
            blob));
  }

  /// The environment whose overlay is among the files.
  private static Optional<String> environment(SortedMap<String, Value> values) {
    return values.keySet().stream()
        .filter(path -> path.startsWith(OVERLAYS))
        .map(path -> path.substring(OVERLAYS.length(), path.length() - ".yaml".length()))
        .findFirst();
  }

  /// The formats that the bundle declares, one a file.
  private Map<String, Mapping> formats(SortedMap<String, Value> values) {
    var reader = new MappingReader();
    values.forEach((path, value) -> {
      if (path.startsWith("formats/")) reader.read(value);
    });
    return reader.mappings();
  }

  /// The labels that the bundle defines.
  private static OwnLabels ownLabels(SortedMap<String, Value> values) {
    var reader = new OwnLabelReader();
    values.forEach((path, value) -> {
      if (path.startsWith("labels/")) reader.read(value);
    });
    return reader.labels();
  }

  private List<Canary> canaries(SortedMap<String, Value> values, CanaryReader reader) {
    var canaries = new ArrayList<Canary>();
    values.forEach((path, value) -> {
      if (path.startsWith("canaries/")) canaries.addAll(reader.read(value));
    });
    canaries.addAll(reader.added());
    if (canaries.size() > CanaryReader.CANARIES_MAX) {
      mistakes.add(
          Mistake.ofFile(
              MAIN,
              canaries.size()
                  + " canaries, at most "
                  + CanaryReader.CANARIES_MAX
                  + " were expected"));
    }
    return canaries;
  }

  /// What differs in the environment that the bundle is for. A bundle is for one at most: whoever
  /// packs its folder leaves the others out.
  private Overlay overlay(SortedMap<String, Value> values) {
    var paths = values.keySet().stream().filter(path -> path.startsWith(OVERLAYS)).toList();
    if (paths.size() > 1) {
      mistakes.add(
          Mistake.ofFile(
              paths.getLast(),
              "a bundle is for one environment, and there is `" + paths.getFirst() + "` already"));
    }
    return paths.stream()
        .findFirst()
        .flatMap(path -> Optional.ofNullable(values.get(path)))
        .map(Overlay::read)
        .orElseGet(Overlay::none);
  }

  /// The YAML of each file, by path.
  private SortedMap<String, Value> values(List<BundleFile> files) {
    var values = new TreeMap<String, Value>();
    for (BundleFile file : files) {
      if (!PATH.matcher(file.path()).matches()) {
        mistakes.add(
            Mistake.ofFile(
                file.path(),
                "a bundle holds `bundle.yaml`, `invariants.yaml`, `requirements/*.yaml`,"
                    + " `rules/*.yaml`, `canaries/*.yaml`, `formats/*.yaml`, `labels/*.yaml` and"
                    + " `overlays/*.yaml` alone"));
      } else if (values.containsKey(file.path())) {
        mistakes.add(Mistake.ofFile(file.path(), "the file is there twice"));
      } else {
        values.put(file.path(), Yaml.read(file.path(), file.text(), mistakes));
      }
    }
    return values;
  }

  /// The bundle as one value: canonical JSON, files sorted by path.
  private static Bytes blob(List<BundleFile> files) {
    var items =
        files.stream()
            .<Json>map(
                file -> Json.object().put("path", file.path()).put("text", file.text()).build())
            .toList();
    return Bytes.wrap(Json.object().put("files", new Json.Arr(items)).build().canonicalBytes());
  }

  /// The files of a blob, or nothing when it is not the blob of a bundle.
  static Optional<List<BundleFile>> files(Bytes blob) {
    if (blob.length() > BLOB_BYTES_MAX) return Optional.empty();
    var parsed = Json.parseCanonicalObject(blob.utf8());
    if (!(parsed instanceof probity.ledger.Checked.Valid<Json.Obj>(var object))) {
      return Optional.empty();
    }
    var files =
        Json.objects(object.items("files")).stream()
            .map(item -> new BundleFile(item.text("path").orElse(""), item.text("text").orElse("")))
            .toList();
    // Anything else in the blob would be lost here and change its digest.
    return blob(files).equals(blob) ? Optional.of(files) : Optional.empty();
  }
}
