package probity.policy.life;

import java.util.List;

/// What a bundle allows that the one before it did not.
///
/// @param words each in a sentence; none where it allows nothing new
public record Widens(List<String> words) {
  public static final Widens NOTHING = new Widens(List.of());

  public Widens {
    words = List.copyOf(words);
  }

  public boolean any() {
    return !words.isEmpty();
  }
}
