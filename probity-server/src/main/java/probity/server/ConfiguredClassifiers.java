package probity.server;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import probity.classify.Scoring;
import probity.gateway.RememberedModel;
import probity.gateway.upstream.EgressPolicy;
import probity.http.PinnedPost;
import probity.server.model.HttpClassifier;

/// The classifiers of a configuration.
final class ConfiguredClassifiers {
  /// An answer is a list of labels, without the text.
  private static final int ANSWER_BYTES_MAX = 256 << 10;

  private ConfiguredClassifiers() {}

  /// A credential or a `ca` file that cannot be read refuses the start. Nobody is called yet.
  static List<Scoring.Part> of(Config config) {
    var origins =
        config.classifiers().stream()
            .map(ClassifierConfig::origin)
            .collect(Collectors.toUnmodifiableSet());
    var egress = new EgressPolicy(origins, Set.copyOf(config.privateHosts()));
    return config.classifiers().stream().map(each -> part(each, egress, config)).toList();
  }

  private static Scoring.Part part(
      ClassifierConfig classifier, EgressPolicy egress, Config config) {
    var tls =
        ConfiguredIdentity.tls("classifier `" + classifier.id() + "`", classifier.authorities());
    var model =
        new HttpClassifier(
            classifier.id(),
            classifier.labels(),
            classifier.characters(),
            new HttpClassifier.Address(
                classifier.origin(), classifier.path(), credential(classifier)),
            new PinnedPost(egress, tls, classifier.timeout(), ANSWER_BYTES_MAX),
            System::nanoTime);
    return new Scoring.Part(
        new RememberedModel(model, config.limits().modelTexts()),
        classifier.calls(),
        classifier.required());
  }

  private static Map<String, String> credential(ClassifierConfig classifier) {
    var headers = new HashMap<String, String>();
    classifier
        .credential()
        .ifPresent(credential ->
            headers.put(
                credential.header(),
                credential.prefix()
                    + ConfiguredUpstreams.secret(
                        "the credential of classifier `" + classifier.id() + "`",
                        credential.source())));
    return headers;
  }
}
