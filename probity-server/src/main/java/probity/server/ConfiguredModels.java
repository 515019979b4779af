package probity.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import probity.classify.Model;
import probity.classify.ModelFailed;
import probity.classify.Scoring;
import probity.gateway.RememberedModel;
import probity.gateway.upstream.EgressPolicy;
import probity.gateway.upstream.Origin;
import probity.http.PinnedPost;
import probity.server.ClassifierConfig.Where;
import probity.server.model.HttpClassifier;
import probity.server.model.LocalModels;

/// The models of the product and the classifiers of a configuration.
final class ConfiguredModels implements AutoCloseable {
  /// An answer is a list of labels, without the text.
  private static final int ANSWER_BYTES_MAX = 256 << 10;

  private final Config config;
  private final LocalModels product = LocalModels.open();
  private final EgressPolicy egress;
  private final List<AutoCloseable> files = new ArrayList<>();
  private final List<Scoring.Part> classifiers = new ArrayList<>();

  private ConfiguredModels(Config config) {
    this.config = config;
    egress = new EgressPolicy(origins(config), Set.copyOf(config.privateHosts()));
  }

  /// What cannot be read of a credential, a `ca` file or a model refuses the start. Nobody is
  /// called yet.
  static ConfiguredModels open(Config config) {
    var models = new ConfiguredModels(config);
    try {
      for (ClassifierConfig each : config.classifiers()) {
        models.classifiers.add(
            new Scoring.Part(
                new RememberedModel(models.model(each), config.limits().modelTexts()),
                each.pieces(),
                each.required()));
      }
      return models;
    } catch (StartRefused refused) {
      models.close();
      throw refused;
    }
  }

  private static Set<Origin> origins(Config config) {
    return config.classifiers().stream()
        .flatMap(each ->
            each.where() instanceof Where.Http http ? Stream.of(http.origin()) : Stream.empty())
        .collect(Collectors.toUnmodifiableSet());
  }

  private Model model(ClassifierConfig classifier) {
    return switch (classifier.where()) {
      case Where.Http http -> service(classifier, http);
      case Where.Onnx onnx -> file(classifier, onnx);
    };
  }

  private Model service(ClassifierConfig classifier, Where.Http http) {
    var tls = ConfiguredIdentity.tls("classifier `" + classifier.id() + "`", http.authorities());
    return new HttpClassifier(
        classifier.id(),
        classifier.labels(),
        http.characters(),
        new HttpClassifier.Address(http.origin(), http.path(), credential(classifier, http)),
        new PinnedPost(egress, tls, classifier.timeout(), ANSWER_BYTES_MAX),
        System::nanoTime);
  }

  private static Map<String, String> credential(ClassifierConfig classifier, Where.Http http) {
    var headers = new HashMap<String, String>();
    http.credential()
        .ifPresent(credential ->
            headers.put(
                credential.header(),
                credential.prefix()
                    + ConfiguredUpstreams.secret(
                        "the credential of classifier `" + classifier.id() + "`",
                        credential.source())));
    return headers;
  }

  private Model file(ClassifierConfig classifier, Where.Onnx onnx) {
    try {
      var model =
          probity.detect.OnnxClassifier.open(
              new probity.detect.OnnxClassifier.Description(
                  classifier.id(),
                  onnx.outputs(),
                  classifier.labels(),
                  onnx.exclusive(),
                  onnx.tokens(),
                  classifier.timeout()),
              onnx.model(),
              onnx.tokenizer());
      files.add(model);
      return model;
    } catch (ModelFailed failed) {
      throw new StartRefused(
          "classifier `" + classifier.id() + "`: " + failed.getMessage(), failed);
    } catch (NoClassDefFoundError absent) {
      throw new StartRefused(
          "classifier `" + classifier.id() + "` is a file, and `probity-detect` is not installed",
          absent);
    }
  }

  /// What they score, within the bounds of the configuration.
  Scoring scoring() {
    return product.scoring(config.limits()).and(classifiers);
  }

  /// No reading may be under way.
  @Override
  public void close() {
    product.close();
    for (AutoCloseable file : files) {
      try {
        file.close();
      } catch (Exception e) {
        throw new IllegalStateException("a model does not close", e);
      }
    }
  }
}
