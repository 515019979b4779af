package probity.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import probity.policy.diff.BundleDiff;

/// Mistakes of mappings and of routes with a model in their path.
class MappingReaderTest {
  private static final Set<String> LABELS =
      Set.of("personal.email", "credential.api-key", "credential.private-key");

  private static BundleReading read(String example, String in, String what, String with)
      throws IOException {
    var files = new ArrayList<BundleFile>();
    Path folder = Path.of("../examples").resolve(example);
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path file : paths.filter(Files::isRegularFile).toList()) {
        String path = folder.relativize(file).toString();
        String text = Files.readString(file);
        if (path.equals(in)) {
          assertThat(text).contains(what);
          text = text.replaceFirst(java.util.regex.Pattern.quote(what), with);
        }
        files.add(new BundleFile(path, text));
      }
    }
    return Bundle.read(files, LABELS);
  }

  private static List<String> mistakes(BundleReading reading) {
    return reading instanceof BundleReading.Mistaken(var mistakes)
        ? mistakes.stream().map(mistake -> mistake.message()).toList()
        : List.of();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id: ollama.chat | id: openai.chat | `openai.chat` is a format of the product",
        "id: ollama.chat | id: opaque | `opaque` is a format of the product",
        "id: ollama.chat | id: ollama.generate | format `ollama.generate` is already at formats/chat.yaml:3",
        "model: /model | model: model | a pointer (`/name/*/name`, at most 12 steps) was expected, not `model`",
        "model: /model | model: path | format `ollama.chat` has its model in the path, where `{model}` was expected",
        "default: true | path: x | either `at` or `path` was expected",
        "names: any-case | names: any | one of `exact`, `any-case`, `camel-or-snake` was expected, not `any`",
        "framing: ndjson, end: /done | framing: json-array, end: DONE | a list of JSON ends with its body, not with a word",
        "role: /messages/*/role | role: /role | it does not stand in `/messages/*`",
        "tool: tool_result | tool: tools | one of `system`, `user`, `assistant`, `document`, `tool_result`, `tool_description`, `tool_arguments`, `other` was expected, not `tools`; did you mean `tool_result`?",
        "as: image | as: nothing | one of `image`, `audio`, `video`, `file`, `encrypted`, `tokens` was expected, not `nothing`",
        "{message} | \"{message}\" | an object of JSON was expected, in which `{code}`, `{message}`, `{status}`, `{type}` stand for values",
        "{message} | {text} | an object of JSON was expected, in which `{code}`, `{message}`, `{status}`, `{type}` stand for values",
        "finish: [/done] | failing: [/done] | member `finish` is missing"
      })
  void a_mistake_is_told(String what, String with, String message) throws IOException {
    assertThat(mistakes(read("ollama", "formats/chat.yaml", what, with)))
        .anyMatch(mistake -> mistake.startsWith(message.replaceAll("; did you.*", "")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1beta/models/gemini:generateContent | format `gemini.generate` has its model in the path, where `{model}` was expected",
        "/v1beta/models/{model} | a request could be for this path and for `/v1beta/models/{model}`",
        "/v1beta/models/{model}/{model}:x | a path (begins",
        "/v1beta/models/%7Bmodel%7D:x | a path (begins"
      })
  void a_path_with_a_model_is_one_and_meets_no_other(String path, String message)
      throws IOException {
    var reading =
        read(
            "gemini",
            "bundle.yaml",
            "/v1beta/models/{model}:generateContent",
            java.util.regex.Matcher.quoteReplacement(path));

    assertThat(mistakes(reading)).anyMatch(mistake -> mistake.startsWith(message));
  }

  @Test
  void a_format_that_no_route_has_read_otherwise_is_told_by_diff() throws IOException {
    var before = (BundleReading.Loaded) read("ollama", "", "", "");
    var after =
        (BundleReading.Loaded)
            read(
                "ollama",
                "formats/chat.yaml",
                "    - {at: \"/messages/*/images/*\", as: image}",
                "    - {at: \"/messages/*/images/*\", as: file}");

    assertThat(BundleDiff.of(before.bundle(), after.bundle()).declared())
        .extracting(change -> change.toString())
        .anyMatch(line ->
            line.contains("format `ollama.chat` of route `chat` reads bodies in another way"));
  }
}
