package probity.policy;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import probity.wire.mapped.Mapping;
import probity.wire.mapped.Mapping.Cut;
import probity.wire.mapped.Mapping.End;
import probity.wire.mapped.Mapping.Frames;
import probity.wire.mapped.Mapping.Model;
import probity.wire.mapped.Mapping.Streams;
import probity.wire.mapped.Pointer;
import probity.wire.mapped.Template;
import probity.yaml.Text;
import probity.yaml.Value;

/// Reads `formats/*.yaml`, each of which says where the parts of a format stand.
final class MappingReader {
  private static final int FRAMES_MAX = 4;
  private static final int END_MAX = 64;
  private static final Pattern TYPE = Pattern.compile("[a-z0-9.+-]{1,64}/[a-z0-9.+-]{1,64}");
  private static final Pattern SUFFIX = Pattern.compile("[A-Za-z0-9._~:/@-]{1,128}");
  private static final Set<String> ERROR = Set.of("message", "type", "code", "status");

  private final Names ids = new Names("format");
  private final Map<String, Mapping> mappings = new LinkedHashMap<>();

  /// What was read so far, by id.
  Map<String, Mapping> mappings() {
    return Collections.unmodifiableMap(mappings);
  }

  void read(Value file) {
    file.mapping(this::mapping)
        .filter(mapping -> !mapping.id().isEmpty())
        .ifPresent(mapping -> mappings.putIfAbsent(mapping.id(), mapping));
  }

  private Mapping mapping(probity.yaml.Mapping file) {
    var id = Forms.id(file.required("id"));
    id.filter(text -> RouteReader.formats(Set.of()).contains(text.value()))
        .ifPresent(text -> text.mistake("`" + text.value() + "` is a format of the product"));
    var canned = file.optional("canned").mapping(MappingReader::canned).orElse(new Canned());
    return new Mapping(
        ids.add(id),
        file.optional("names")
            .choice(List.of(Mapping.Names.values()), Mapping.Names::word)
            .orElse(Mapping.Names.EXACT),
        model(file.required("model")),
        file.optional("stream").mapping(MappingReader::streams).orElse(new Streams.Never()),
        file.optional("frames").mappings(FRAMES_MAX, MappingReader::frames),
        file.required("request").mapping(MappingParts::request).orElse(MappingParts.NO_REQUEST),
        file.required("answer").mapping(MappingParts::reply).orElse(MappingParts.NO_REPLY),
        template(file.optional("error"), ERROR),
        canned.says(),
        canned.calls());
  }

  private record Canned(Optional<Template> says, Optional<Template> calls) {
    Canned() {
      this(Optional.empty(), Optional.empty());
    }
  }

  private static Canned canned(probity.yaml.Mapping canned) {
    return new Canned(
        template(canned.optional("text"), Set.of("text")),
        template(canned.optional("call"), Set.of("tool", "arguments")));
  }

  private static Optional<Template> template(Value value, Set<String> slots) {
    return value
        .text(Template.CHARACTERS_MAX)
        .flatMap(text -> {
          var template = Template.read(text.value(), slots);
          if (template.isEmpty()) {
            text.mistake(
                "an object of JSON was expected, in which "
                    + String.join(", ", slots.stream().sorted().map(s -> "`{" + s + "}`").toList())
                    + " stand for values");
          }
          return template;
        });
  }

  private static Model model(Value value) {
    var text = value.text(END_MAX);
    return switch (Read.value(text)) {
      case "path" -> new Model.InPath();
      case "none", "" -> new Model.None();
      default -> pointer(text).<Model>map(Model.At::new).orElse(new Model.None());
    };
  }

  private static Optional<Pointer> pointer(Optional<Text> text) {
    return text.flatMap(MappingParts::pointer);
  }

  private static Streams streams(probity.yaml.Mapping stream) {
    var at = stream.optional("at");
    var otherwise = stream.optional("default");
    var path =
        stream
            .optional("path")
            .name(SUFFIX, "the end of a path (`[A-Za-z0-9._~:/@-]`, at most 128 characters)");
    if (at.present() == path.isPresent()) stream.mistake("either `at` or `path` was expected");
    if (path.isPresent()) {
      otherwise.mistake("what its path tells has no default");
      return new Streams.ByPath(Read.value(path));
    }
    return MappingParts.one(at)
        .<Streams>map(pointer -> new Streams.Flag(pointer, otherwise.bool().orElse(false)))
        .orElse(new Streams.Never());
  }

  private static Frames frames(probity.yaml.Mapping frames) {
    var type = frames.required("type").name(TYPE, "a type of content, in lower case");
    var cut = frames.required("framing").choice(List.of(Cut.values()), Cut::word);
    var end = frames.required("end").text(END_MAX);
    End how =
        switch (Read.value(end)) {
          case "body", "" -> new End.OfBody();
          case String text when text.startsWith("/") ->
              pointer(end).<End>map(End.Holds::new).orElse(new End.OfBody());
          case String text -> new End.Word(text);
        };
    if (how instanceof End.Word && cut.filter(Cut.JSON_ARRAY::equals).isPresent()) {
      frames.mistake("a list of JSON ends with its body, not with a word");
    }
    return new Frames(Read.value(type), cut.orElse(Cut.SSE), how);
  }
}
