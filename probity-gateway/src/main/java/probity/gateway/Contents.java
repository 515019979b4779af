package probity.gateway;

import probity.evidence.Opened;
import probity.exchange.Bytes;

/// Where the content of exchanges is kept for those who have to judge what was decided, outside of
/// the durable path. Any thread may call; no call blocks; what has no room is dropped and counted.
public interface Contents {
  /// Where nothing is kept.
  Contents NONE =
      new Contents() {
        @Override
        public int bytesMax() {
          return 0;
        }

        @Override
        public void keep(Opened opened, Part part, Bytes content, String sha256) {}
      };

  /// What of an exchange: the body as the caller sent it, the answer as the provider sent it.
  enum Part {
    REQUEST("request"),
    ANSWER("answer");

    private final String word;

    Part(String word) {
      this.word = word;
    }

    /// The name of the field by which the entry withholds its digest.
    public String word() {
      return word;
    }
  }

  /// How many bytes of one part are kept; the rest is left out.
  int bytesMax();

  /// Keeps a part some time soon.
  ///
  /// @param content all of it, or more than `bytesMax` bytes of it
  /// @param sha256 of the whole part in hex, as its entry withholds it; empty where it does not
  void keep(Opened opened, Part part, Bytes content, String sha256);
}
