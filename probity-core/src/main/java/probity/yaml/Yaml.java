package probity.yaml;

import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Reads a YAML file: one document, at most 1 MiB and 16 deep, without anchors, aliases and tags.
///
/// What is left is a tree as large as its text, so no file can cost more than its size.
public final class Yaml {
  private static final int CHARACTERS_MAX = 1 << 20;
  private static final int DEPTH_MAX = 16;
  private static final String TAG = "a tag was not expected; the member says what its value is";

  private Yaml() {}

  /// The file's value; absent, with a mistake noted, when the text is no such YAML.
  public static Value read(String path, String text, Mistakes mistakes) {
    var source = new Source(path, text.length() > CHARACTERS_MAX ? "" : text, mistakes);
    var nothing = new Value(source, Optional.empty());
    if (text.length() > CHARACTERS_MAX) {
      mistakes.add(
          Mistake.ofFile(
              path, text.length() + " characters, at most " + CHARACTERS_MAX + " were expected"));
      return nothing;
    }
    var settings = LoadSettings.builder().setLabel(path).setUseMarks(true).build();
    try {
      if (!plain(settings, text, source)) return nothing;
      var node = new Compose(settings).composeString(text);
      if (node.isEmpty()) mistakes.add(Mistake.ofFile(path, "the file is empty"));
      return new Value(source, node);
    } catch (MarkedYamlEngineException e) {
      String message = "not YAML: " + e.getProblem() + hint(e.getProblem());
      e.getProblemMark()
          .ifPresentOrElse(
              mark -> source.mistake(mark, message),
              () -> mistakes.add(Mistake.ofFile(path, message)));
    } catch (ReaderException e) {
      source.mistake(e.getPosition(), "not YAML: a character that is not printable");
    } catch (YamlEngineException e) {
      mistakes.add(Mistake.ofFile(path, "not YAML: " + e.getMessage()));
    }
    return nothing;
  }

  /// The usual cause of a message that says little: `when: 'a' in roles`.
  private static String hint(String problem) {
    return problem.startsWith("expected <block end>")
        ? " (a text that begins with a quote is quoted as a whole)"
        : "";
  }

  /// Checks the bounds on the stream of events, before a tree is built by recursion.
  private static boolean plain(LoadSettings settings, String text, Source source) {
    boolean plain = true;
    int depth = 0;
    int documents = 0;
    for (Event event : new Parse(settings).parseString(text)) {
      if (event instanceof DocumentStartEvent) documents++;
      if (event instanceof CollectionStartEvent) depth++;
      if (event instanceof CollectionEndEvent) depth--;
      Optional<String> mistake =
          depth > DEPTH_MAX
              ? Optional.of("nested deeper than " + DEPTH_MAX)
              : documents > 1
                  ? Optional.of("a second document was not expected")
                  : unexpected(event);
      mistake.ifPresent(
          message -> event.getStartMark().ifPresent(mark -> source.mistake(mark, message)));
      plain &= mistake.isEmpty();
      if (depth > DEPTH_MAX || documents > 1) return false;
    }
    return plain;
  }

  /// What YAML has and our files do not.
  private static Optional<String> unexpected(Event event) {
    return switch (event) {
      case AliasEvent _ -> Optional.of("an alias was not expected; write the value out");
      case NodeEvent node when node.getAnchor().isPresent() ->
          Optional.of("an anchor was not expected");
      case CollectionStartEvent start when start.getTag().isPresent() -> Optional.of(TAG);
      case ScalarEvent scalar when scalar.getTag().isPresent() -> Optional.of(TAG);
      default -> Optional.empty();
    };
  }
}
