package probity.wire.openai.responses;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import probity.exchange.Place.Kind;
import probity.wire.PlaceReader;
import probity.wire.Range;

/// Reads content: a string, or parts that hold text, images, files and audio. Whose text it is may
/// stand after it.
final class Parts {
  private static final Set<String> TEXT =
      Set.of("input_text", "output_text", "text", "refusal", "summary_text", "reasoning_text");
  private static final Set<String> IMAGE = Set.of("input_image", "image", "computer_screenshot");
  private static final Set<String> AUDIO = Set.of("input_audio", "output_audio");

  private final PlaceReader in;

  /// Whether a part without a type may stand here, such as what a shell wrote.
  private final boolean untyped;

  private final List<Text> texts = new ArrayList<>();
  private final List<Range> logprobs = new ArrayList<>();

  /// A text, by a name that tells the texts of one item apart: `content/0`, `refusal/0`,
  /// `summary/1`, `arguments`.
  record Text(String name, int place) {}

  Parts(PlaceReader in, boolean untyped) {
    this.in = in;
    this.untyped = untyped;
  }

  /// @param field to which the content belongs: `content`, `summary`
  void read(String field, String pointer) {
    switch (in.json.next()) {
      case '[' -> {
        int[] index = {0};
        in.items(pointer, item -> part(field, index[0]++, item));
      }
      case '{' -> part(field, 0, pointer);
      default -> text(field + "/0", pointer);
    }
  }

  List<Text> texts() {
    return texts;
  }

  /// Values that repeat the text token by token.
  List<Range> logprobs() {
    return logprobs;
  }

  void settle(Kind kind) {
    in.settle(texts.stream().map(Text::place).toList(), kind);
  }

  private void part(String field, int index, String pointer) {
    if (in.json.next() != '{') {
      text(field + "/" + index, pointer);
      return;
    }
    var part = new Part(field, index);
    in.json.object((name, start, end) -> part.member(name, in.member(pointer, name, start, end)));
    part.count();
  }

  private void text(String name, String pointer) {
    if (in.json.isString()) texts.add(new Text(name, in.string(Kind.OTHER, pointer)));
    else in.any(Kind.OTHER, pointer);
  }

  /// One part. What it holds counts whatever its type says that it is.
  private final class Part {
    private final String field;
    private final int index;
    private final Set<String> notRead = new TreeSet<>();
    private final List<String> names = new ArrayList<>();
    private String type = "";

    Part(String field, int index) {
      this.field = field;
      this.index = index;
    }

    void member(String name, String pointer) {
      switch (name) {
        case "type" -> type = in.word(Kind.OTHER, pointer);
        case "text" -> text(field + "/" + index, pointer);
        case "refusal" -> text("refusal/" + index, pointer);
        case "transcript", "logs", "stdout", "stderr" -> text(name + "/" + index, pointer);
        case "image_url" -> address("image", pointer);
        case "file_url" -> {
          boolean isWord = in.json.isString();
          address("file", pointer);
          if (isWord) names.addFirst(in.json.text());
        }
        case "filename" -> names.add(in.word(Kind.OTHER, pointer));
        case "file_id" -> {
          if (in.json.skippedNull()) return;
          notRead.add("stored-reference");
          in.any(Kind.OTHER, pointer);
        }
        case "file_data" -> {
          if (in.json.skippedNull()) return;
          notRead.add("file");
          in.unread(pointer);
        }
        case "input_audio" -> audio(pointer);
        case "logprobs" -> ResponsesEvent.logprobs(in, pointer).ifPresent(logprobs::add);
        default -> in.any(Kind.OTHER, pointer);
      }
    }

    private void address(String kind, String pointer) {
      if (in.json.skippedNull()) return;
      notRead.add(kind);
      if (in.json.isString()) in.address(pointer);
      else in.any(Kind.OTHER, pointer);
    }

    private void audio(String pointer) {
      if (in.json.next() != '{') {
        in.any(Kind.OTHER, pointer);
        return;
      }
      notRead.add("audio");
      in.json.object((name, start, end) -> {
        String at = in.member(pointer, name, start, end);
        if (name.equals("data")) in.unread(at);
        else in.any(Kind.OTHER, at);
      });
    }

    void count() {
      if (IMAGE.contains(type)) notRead.add("image");
      else if (AUDIO.contains(type)) notRead.add("audio");
      else if (type.equals("input_file")) notRead.add("file");
      else if (!TEXT.contains(type) && !type.equals("logs") && !(untyped && type.isEmpty())) {
        notRead.add("unknown-part");
      }
      notRead.forEach(in::countNotRead);
      in.documents.block(names);
    }
  }
}
