package probity.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import probity.classify.Detectors;
import probity.classify.OwnLabel;
import probity.classify.OwnLabels;
import probity.classify.PhoneRegions;
import probity.exchange.Finding;
import probity.wire.PlainText;
import probity.yaml.Mapping;
import probity.yaml.Text;
import probity.yaml.Value;

/// Reads `labels/*.yaml`: labels that the bundle defines, each with texts in which it must be found
/// or must not. A label whose texts come out otherwise is a mistake.
final class OwnLabelReader {
  private static final int WORD_MAX = 128;
  private static final int PATTERN_MAX = 500;
  private static final int PATTERNS_MAX = 64;
  private static final int EXAMPLES_MAX = 64;
  private static final int EXAMPLE_MAX = 2_000;
  private static final int VERSION_MAX = 1_000_000;
  private static final int CONFIDENCE = 90;
  private static final char OPEN = '\u27e6';
  private static final char CLOSE = '\u27e7';
  private static final Pattern FORM = Pattern.compile("business\\.[a-z0-9][a-z0-9._-]{0,54}");

  private final Names names = new Names("label");
  private final List<OwnLabel> labels = new ArrayList<>();
  private final List<Example> examples = new ArrayList<>();
  private Optional<Value> last = Optional.empty();

  /// Whether what was read can be looked for.
  private boolean whole = true;

  /// A text with what must be found in it between marks.
  private record Example(String label, Text text) {}

  void read(Value file) {
    last = Optional.of(file);
    for (Value item : file.items(OwnLabels.LABELS_MAX)) item.mapping(this::label);
  }

  /// What was read. Every mistake was noted at its place.
  OwnLabels labels() {
    if (labels.size() > OwnLabels.LABELS_MAX) {
      mistake(labels.size() + " labels, at most " + OwnLabels.LABELS_MAX + " were expected");
    }
    if (!whole || labels.isEmpty()) return OwnLabels.NONE;
    try {
      var all = OwnLabels.of(labels);
      examples.forEach(example -> check(example, all));
      return all;
    } catch (IllegalArgumentException e) {
      mistake("the labels of the bundle together are " + e.getMessage());
      return OwnLabels.NONE;
    }
  }

  private void mistake(String message) {
    whole = false;
    last.ifPresent(file -> file.mistake(message));
  }

  private OwnLabel label(Mapping item) {
    var id =
        item.required("id")
            .name(FORM, "a label of the bundle (`business.<name>`, at most 64 characters)");
    String label = names.add(id);
    int version = (int) item.optional("version").integer(1, VERSION_MAX).orElse(1);
    var words = item.optional("words").texts(OwnLabels.FORMS_MAX, WORD_MAX);
    var exact = item.optional("exact").texts(OwnLabels.FORMS_MAX, WORD_MAX);
    var patterns = item.optional("patterns").texts(PATTERNS_MAX, PATTERN_MAX);
    var after = item.optional("after").texts(PATTERNS_MAX, WORD_MAX);
    int confidence = (int) item.optional("confidence").integer(50, 100).orElse(CONFIDENCE);
    if (words.isEmpty() && exact.isEmpty() && patterns.isEmpty()) {
      item.mistake("a label has `words`, `exact` or `patterns`");
      whole = false;
    }
    patterns.forEach(this::pattern);
    for (Text word : words) word(word);
    for (Text word : exact) word(word);
    for (Text word : after) word(word);
    examples(item, label);
    var read =
        new OwnLabel(
            label.isEmpty() ? OwnLabel.PREFIX : label,
            version,
            values(words),
            values(exact),
            values(patterns),
            values(after),
            confidence);
    if (label.isEmpty()) whole = false;
    labels.add(read);
    return read;
  }

  private void examples(Mapping item, String label) {
    Value found = item.required("found");
    var texts = found.texts(EXAMPLES_MAX, EXAMPLE_MAX);
    if (found.present() && texts.isEmpty()) {
      found.mistake("at least one text in which the label is found was expected");
    }
    for (Text text : texts) {
      if (text.value().indexOf(OPEN) < 0) {
        text.mistake("what is to be found stands between `" + OPEN + "` and `" + CLOSE + "`");
      } else {
        examples.add(new Example(label, text));
      }
    }
    for (Text text : item.optional("passed").texts(EXAMPLES_MAX, EXAMPLE_MAX)) {
      if (text.value().indexOf(OPEN) >= 0) {
        text.mistake("nothing is to be found here, and there is a `" + OPEN + "`");
      } else {
        examples.add(new Example(label, text));
      }
    }
  }

  private void pattern(Text text) {
    OwnLabel.mistake(text.value())
        .ifPresent(wrong -> {
          whole = false;
          int at = Math.min(wrong.at(), Math.max(0, text.value().length() - 1));
          text.mistakeAt(
              text.value().codePointCount(0, at), "a pattern cannot have " + wrong.what());
        });
  }

  private void word(Text text) {
    if (text.value().equals(text.value().strip())) return;
    whole = false;
    text.mistake("a word without spaces around it was expected");
  }

  private static void check(Example example, OwnLabels all) {
    var detectors = Detectors.of(List.of(example.label), PhoneRegions.UNDECLARED, all);
    String expected = example.text.value();
    String plain = expected.replace(String.valueOf(OPEN), "").replace(String.valueOf(CLOSE), "");
    var marked = new StringBuilder(plain);
    for (Finding each : detectors.inspect(PlainText.texts(plain)).reversed()) {
      marked.insert(each.end(), CLOSE).insert(each.start(), OPEN);
    }
    if (marked.toString().equals(expected)) return;
    example.text.mistake("label `" + example.label + "` finds otherwise: `" + marked + "`");
  }

  private static List<String> values(List<Text> texts) {
    return texts.stream().map(Text::value).toList();
  }
}
