package probity.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import probity.classify.Labels;
import probity.server.ClassifierConfig.Where;
import probity.yaml.Mapping;
import probity.yaml.Text;
import probity.yaml.Value;

/// Reads the section `classifiers` of the configuration.
final class ClassifiersReader {
  private static final int CLASSIFIERS_MAX = 8;
  private static final int LABELS_MAX = 64;
  private static final Duration TIMEOUT_MAX = Duration.ofSeconds(10);
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

  private final Path folder;

  /// @param folder to which paths are relative
  ClassifiersReader(Path folder) {
    this.folder = folder;
  }

  List<ClassifierConfig> read(Value list) {
    var ids = new HashSet<String>();
    var classifiers = new ArrayList<ClassifierConfig>();
    for (Optional<ClassifierConfig> each :
        list.mappings(CLASSIFIERS_MAX, item -> classifier(item, ids))) {
      each.ifPresent(classifiers::add);
    }
    return classifiers;
  }

  private Optional<ClassifierConfig> classifier(Mapping item, Set<String> ids) {
    var id = item.required("id").name(ID, "a name (`[a-z0-9-]+`)");
    id.filter(text -> !ids.add(text.value()))
        .ifPresent(text -> text.mistake("classifier `" + text.value() + "` stands twice"));
    var version = item.required("version").name(ID, "a version (`[a-z0-9-]+`)");
    var labels = labels(item.required("labels"));
    var timeout = item.optional("timeout");
    var longest = ConfigReader.duration(timeout, ClassifierConfig.TIMEOUT);
    if (longest.compareTo(TIMEOUT_MAX) > 0) {
      timeout.mistake("a duration of at most `10s` was expected");
    }
    int pieces = ConfigReader.number(item, "pieces", 1, 1000, ClassifierConfig.PIECES);
    boolean required =
        item.required("on_failure").word(List.of("refuse", "record")).stream()
            .anyMatch(word -> word.value().equals("refuse"));
    var where = where(item, labels);
    if (id.isEmpty() || version.isEmpty() || where.isEmpty()) return Optional.empty();
    return Optional.of(
        new ClassifierConfig(
            id.get().value() + "@" + version.get().value(),
            where.get(),
            labels,
            longest,
            pieces,
            required));
  }

  private Optional<Where> where(Mapping item, SortedMap<String, String> labels) {
    var http = item.optional("http");
    var onnx = item.optional("onnx");
    if (http.present() == onnx.present()) {
      item.mistake("exactly one of `http` and `onnx` was expected");
      return Optional.empty();
    }
    return http.present()
        ? http.mapping(this::http).flatMap(found -> found)
        : onnx.mapping(file -> onnx(file, labels));
  }

  private Optional<Where> http(Mapping service) {
    var credential =
        service.optional("credential").mapping(each -> ConfigReader.credential(each, folder));
    var ca = service.optional("ca");
    int characters = ConfigReader.number(service, "characters", 100, 20_000, Where.Http.CHARACTERS);
    return service
        .required("url")
        .text(2000)
        .flatMap(HttpsAddress::read)
        .map(address ->
            new Where.Http(
                address.origin(),
                address.path(),
                characters,
                credential,
                ca.present()
                    ? Optional.of(ConfigReader.path(ca, folder))
                    : Optional.<Path>empty()));
  }

  private Where onnx(Mapping file, SortedMap<String, String> labels) {
    var outputs = file.required("outputs");
    var words = outputs.texts(LABELS_MAX, 100).stream().map(Text::value).toList();
    for (String word : labels.keySet()) {
      if (!words.isEmpty() && !words.contains(word)) {
        outputs.mistake("`labels` has `" + word + "`, which is none of these");
      }
    }
    return new Where.Onnx(
        ConfigReader.path(file.required("model"), folder),
        ConfigReader.path(file.required("tokenizer"), folder),
        words,
        file.required("scores").word(List.of("exclusive", "independent")).stream()
            .anyMatch(word -> word.value().equals("exclusive")),
        ConfigReader.number(file, "tokens", 8, 510, Where.Onnx.TOKENS));
  }

  private static SortedMap<String, String> labels(Value value) {
    var labels = new TreeMap<String, String>();
    for (Value.Entry entry : value.entries(LABELS_MAX)) {
      entry
          .value()
          .text(50)
          .ifPresent(label -> {
            if (!Labels.isOfClassifier(label.value())) {
              label.mistake("a label of the form `model.<name>` (`[a-z0-9-]+`) was expected");
            }
            labels.put(entry.name().value(), label.value());
          });
    }
    if (value.present() && labels.isEmpty()) {
      value.mistake("at least one word of the classifier with our label for it was expected");
    }
    return labels;
  }
}
