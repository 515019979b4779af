package probity.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WordPiecesTest {
  private static WordPieces wordPieces;

  @BeforeAll
  static void read() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            WordPiecesTest.class.getResourceAsStream("/all-minilm-l6-v2-q-tokenizer.json"))) {
      wordPieces = WordPieces.read(in);
    }
  }

  private static List<String> cut(String text) {
    return wordPieces.cut(text, 0, text.length(), 1000).stream()
        .map(piece -> text.substring(piece.start(), piece.end()))
        .toList();
  }

  @Test
  void every_piece_knows_its_place_among_umlauts_emoji_and_ideographs() {
    assertThat(cut("Grüße 😀 an Jürgen, 北京!"))
        .containsExactly("Gr", "ü", "ße", "😀", "an", "Jürgen", ",", "北", "京", "!");
  }

  @Test
  void numbers_of_pieces_are_those_of_the_vocabulary() {
    var pieces = wordPieces.cut("Hello, \"world\"!", 0, 15, 1000);

    assertThat(pieces)
        .extracting(WordPieces.Piece::id)
        .containsExactly(7592, 1010, 1000, 2088, 1000, 999);
  }

  @Test
  void a_word_that_is_too_long_is_read_as_several() {
    String text = "ab".repeat(500);

    var pieces = wordPieces.cut(text, 0, text.length(), 10_000);

    assertThat(pieces.getFirst().start()).isZero();
    assertThat(pieces.getLast().end()).isEqualTo(1000);
    assertThat(pieces).noneMatch(piece -> piece.end() - piece.start() > 100);
  }

  @Test
  void it_stops_behind_the_word_with_which_there_are_enough() {
    var pieces = wordPieces.cut("one two three four", 0, 18, 2);

    assertThat(pieces.getLast().end()).isEqualTo(7);
  }
}
