package probity.gateway;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import probity.classify.Model;
import probity.classify.ModelFailed;
import probity.ledger.Hash;

/// A model that is asked about a text once: applications send the same messages again with each
/// question. Kept are hashes of texts and what was found in them, never the texts.
public final class RememberedModel implements Model {
  private static final Logger LOG = Logger.getLogger(RememberedModel.class.getName());

  private final Model model;
  private final Map<Key, Reading> readings;

  /// Whether it failed when it was asked last: a failure is logged when it begins.
  private volatile boolean failing;

  private record Key(Hash text, Origin origin) {}

  /// @param textsMax how many texts are remembered; the one that was asked for least recently goes
  public RememberedModel(Model model, int textsMax) {
    this.model = model;
    readings =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Key, Reading> eldest) {
            return size() > textsMax;
          }
        };
  }

  @Override
  public String id() {
    return model.id();
  }

  @Override
  public SortedSet<String> labels() {
    return model.labels();
  }

  /// What is remembered takes no pieces. Only a text that was scored to its end is remembered.
  @Override
  public Reading read(String text, Origin origin, int pieces) {
    var key = new Key(Hash.of(text.getBytes(StandardCharsets.UTF_8)), origin);
    var known = known(key);
    if (known.isPresent()) return new Reading(known.get().found(), known.get().scored(), 0);
    Reading reading = ask(text, origin, pieces);
    if (reading.complete(text)) remember(key, reading);
    return reading;
  }

  private Reading ask(String text, Origin origin, int pieces) {
    try {
      Reading reading = model.read(text, origin, pieces);
      failing = false;
      return reading;
    } catch (ModelFailed failed) {
      if (!failing) {
        LOG.log(
            Level.WARNING,
            "model `" + model.id() + "` fails: what it should read is unscanned",
            failed);
      }
      failing = true;
      throw failed;
    }
  }

  private synchronized Optional<Reading> known(Key key) {
    return Optional.ofNullable(readings.get(key));
  }

  private synchronized void remember(Key key, Reading reading) {
    readings.put(key, reading);
  }
}
