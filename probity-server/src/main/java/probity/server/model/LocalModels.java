package probity.server.model;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import probity.classify.Model;
import probity.classify.Scoring;
import probity.detect.Models;
import probity.gateway.Limits;
import probity.gateway.RememberedModel;

/// The models of this process, where the module that brings them is installed; they are loaded when
/// one of them is first asked.
public final class LocalModels implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(LocalModels.class.getName());

  private final List<Model> models;
  private final Runnable closing;

  private LocalModels(List<Model> models, Runnable closing) {
    this.models = List.copyOf(models);
    this.closing = closing;
  }

  public static LocalModels open() {
    try {
      var local = Models.local();
      return new LocalModels(local.list(), local::close);
    } catch (NoClassDefFoundError absent) {
      LOG.log(
          Level.INFO,
          "there are no models: `probity-detect` is not installed ({0})",
          absent.getMessage());
      return new LocalModels(List.of(), () -> {});
    }
  }

  public List<Model> list() {
    return models;
  }

  /// What they score, within the bounds of the data plane.
  public Scoring scoring(Limits limits) {
    return new Scoring(
        models.stream()
            .map(each ->
                new Scoring.Part(
                    new RememberedModel(each, limits.modelTexts()), limits.modelPieces(), true))
            .toList());
  }

  @Override
  public void close() {
    closing.run();
  }
}
