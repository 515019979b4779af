package probity.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import probity.policy.render.Block.Group;
import probity.policy.render.Block.Line;
import probity.policy.render.Block.Matrix;
import probity.policy.render.Block.Share;
import probity.policy.render.Block.Shares;
import probity.policy.render.Span.Tone;

/// Draws pictures as SVG without script or text that only a picture has. Colours come from the
/// style sheet of the page; sizes are pixels.
final class Picture {
  private static final int ROWS_MAX = 30;
  private static final int ROW = 22;
  private static final int GROUP = 30;
  private static final int COLUMN = 26;
  private static final int COLUMN_OF_MANY = 18;
  private static final int MANY = 24;
  private static final int LABEL_MAX = 36;
  private static final int WIDTH_MIN = 640;
  private static final double CODE_WIDTH = 7.3;
  private static final double TEXT_WIDTH = 6.4;

  private Picture() {}

  /// A bar of shares; its legend is text of the page.
  static void shares(Markup out, Shares shares) {
    long all = Math.max(1, shares.shares().stream().mapToLong(Share::count).sum());
    out.open("svg", "class", "bar", "viewBox", "0 0 1000 26", "preserveAspectRatio", "none");
    double at = 0;
    for (Share share : shares.shares()) {
      double width = 1000.0 * share.count() / all;
      if (share.count() > 0) {
        out.empty(
            "rect",
            "class",
            "t-" + Tones.name(share.tone()),
            "x",
            number(at),
            "y",
            "0",
            "width",
            number(Math.max(1, width - 3)),
            "height",
            "26");
      }
      at += width;
    }
    out.close();
  }

  /// A matrix in pieces of at most 30 rules, each with the controls above it, so that rows far down
  /// can be read too.
  static List<Matrix> pieces(Matrix matrix) {
    var pieces = new ArrayList<Matrix>();
    var groups = new ArrayList<Group>();
    int rows = 0;
    for (Group group : matrix.groups()) {
      for (int from = 0; from < group.lines().size(); from += ROWS_MAX) {
        List<Line> lines =
            group.lines().subList(from, Math.min(from + ROWS_MAX, group.lines().size()));
        if (rows > 0 && rows + lines.size() > ROWS_MAX) {
          pieces.add(new Matrix(matrix.caption(), matrix.controls(), groups));
          groups.clear();
          rows = 0;
        }
        String sentence = from == 0 ? group.sentence() : "continued";
        groups.add(new Group(group.requirement(), sentence, lines));
        rows += lines.size();
      }
    }
    if (!groups.isEmpty()) pieces.add(new Matrix(matrix.caption(), matrix.controls(), groups));
    return pieces;
  }

  private static int column(Matrix matrix) {
    return matrix.controls().size() > MANY ? COLUMN_OF_MANY : COLUMN;
  }

  static void matrix(Markup out, Matrix matrix, String id) {
    int label = labelWidth(matrix);
    int head = headHeight(matrix);
    int width = Math.max(WIDTH_MIN, label + matrix.controls().size() * column(matrix) + head);
    int height = head + matrix.groups().stream().mapToInt(Picture::height).sum() + 8;
    out.open(
        "svg",
        "class",
        "matrix",
        "role",
        "img",
        "aria-labelledby",
        id + "-title " + id + "-text",
        "width",
        String.valueOf(width),
        "height",
        String.valueOf(height),
        "viewBox",
        "0 0 " + width + " " + height);
    out.element("title", matrix.caption(), "id", id + "-title");
    out.element("desc", description(matrix), "id", id + "-text");
    heads(out, matrix, label, head);
    int y = head;
    for (Group group : matrix.groups()) y = group(out, group, matrix, label, y);
    out.close();
  }

  private static int height(Group group) {
    return GROUP + group.lines().size() * ROW;
  }

  private static void heads(Markup out, Matrix matrix, int label, int head) {
    for (int i = 0; i < matrix.controls().size(); i++) {
      int x = label + i * column(matrix) + column(matrix) / 2;
      out.element(
          "text",
          shortControl(matrix.controls().get(i)),
          "class",
          "head",
          "transform",
          "translate(" + (x + 3) + " " + (head - 6) + ") rotate(-65)");
    }
  }

  private static int group(Markup out, Group group, Matrix matrix, int label, int top) {
    int width = label + matrix.controls().size() * column(matrix);
    out.element(
        "text", group.requirement(), "class", "group", "x", "0", "y", String.valueOf(top + 20));
    int after = (int) (group.requirement().length() * 8.4) + 10;
    int room = (int) ((Math.max(WIDTH_MIN, width) - after) / TEXT_WIDTH);
    out.element(
        "text",
        cut(group.sentence(), room),
        "class",
        "sentence",
        "x",
        String.valueOf(after),
        "y",
        String.valueOf(top + 20));
    int y = top + GROUP;
    for (Line line : group.lines()) {
      out.empty(
          "line",
          "x1",
          "0",
          "x2",
          String.valueOf(width),
          "y1",
          String.valueOf(y),
          "y2",
          String.valueOf(y));
      out.element(
          "text",
          cut(line.rule(), LABEL_MAX),
          "class",
          "row",
          "x",
          "0",
          "y",
          String.valueOf(y + 15));
      for (int i = 0; i < matrix.controls().size(); i++) {
        int x = label + i * column(matrix) + column(matrix) / 2;
        if (line.marks().contains(i)) mark(out, line.tone(), x, y + ROW / 2);
        else
          out.empty(
              "circle",
              "class",
              "none",
              "cx",
              String.valueOf(x),
              "cy",
              String.valueOf(y + ROW / 2),
              "r",
              "1.2");
      }
      y += ROW;
    }
    return y;
  }

  /// A shape for each tone: colour alone tells nothing.
  static void mark(Markup out, Tone tone, int x, int y) {
    String path =
        switch (tone) {
          case PERMITS, GOOD -> "M%1$d %2$dm-6 0a6 6 0 1 0 12 0a6 6 0 1 0 -12 0z";
          case REFUSES, BAD -> "M%1$d %2$dm-6 -6h12v12h-12z";
          case HOLDS, OPEN -> "M%1$d %2$dm-6 -6h12v12h-12zm3 3v6h6v-6z";
          case CHANGES -> "M%1$d %2$dm0 -7l7 7l-7 7l-7 -7z";
          case NOTES -> "M%1$d %2$dm0 -6l7 12h-14z";
        };
    out.empty("path", "class", "t-" + Tones.name(tone), "d", path.formatted(x, y));
  }

  private static String description(Matrix matrix) {
    return matrix.groups().stream()
        .flatMap(group -> group.lines().stream())
        .map(line ->
            line.rule()
                + " ("
                + line.effect()
                + "): "
                + line.marks().stream()
                    .map(matrix.controls()::get)
                    .collect(Collectors.joining(", ")))
        .collect(Collectors.joining("; "));
  }

  static String shortControl(String control) {
    return control.startsWith("42001:") ? control.substring("42001:".length()) : control;
  }

  private static int labelWidth(Matrix matrix) {
    int longest =
        Stream.concat(
                Stream.of(10),
                matrix.groups().stream()
                    .flatMap(group -> group.lines().stream())
                    .map(line -> line.rule().length()))
            .max(Integer::compare)
            .orElse(10);
    return (int) (Math.min(longest, LABEL_MAX) * CODE_WIDTH) + 14;
  }

  private static int headHeight(Matrix matrix) {
    int longest =
        matrix.controls().stream().mapToInt(c -> shortControl(c).length()).max().orElse(6);
    return (int) (longest * TEXT_WIDTH * 0.9) + 20;
  }

  private static String cut(String text, int max) {
    return text.length() <= max ? text : text.substring(0, Math.max(1, max - 1)) + "…";
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
