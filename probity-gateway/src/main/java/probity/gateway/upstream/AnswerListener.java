package probity.gateway.upstream;

import io.netty.handler.codec.http.HttpHeaders;
import probity.exchange.Bytes;

/// Hears what a provider answers, on the exchange's event loop: `head`, then `piece` any number of
/// times, then `end`; or `failed` at any point, and nothing after it.
public interface AnswerListener {
  void head(int status, HttpHeaders headers);

  void piece(Bytes bytes);

  /// The answer is complete by its own framing.
  void end();

  /// It never will be.
  void failed(Failure failure);

  /// Why a call failed; the word is part of the record.
  enum Failure {
    UNRESOLVED("unresolved"),
    CONNECT("connect-failed"),
    TLS("tls-failed"),
    SEND("send-failed"),
    FIRST_BYTE_TIMEOUT("first-byte-timeout"),
    IDLE_TIMEOUT("idle-timeout"),
    /// The connection ended before the answer did.
    CLOSED("closed-early"),
    MALFORMED("malformed-answer"),
    /// Not the provider's: this program failed on the answer.
    FAULT("internal-error");

    private final String word;

    Failure(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }

    public boolean timeout() {
      return this == FIRST_BYTE_TIMEOUT || this == IDLE_TIMEOUT;
    }
  }
}
