package probity.gateway;

import java.time.Duration;

/// Bounds of the data plane.
///
/// @param bodyBytes of a request; larger ones are refused with 413
/// @param answerBytes of an answer that is held whole; larger ones are refused
/// @param heldBytes of a stream that waits for inspection
/// @param headerBytes of the head of a request or answer
/// @param connections open at once from clients; more are closed at once
/// @param inlineBytes up to which a body is read on the event loop; larger ones go to the pool
/// @param poolThreads, poolQueue of the pool that reads large bodies
/// @param modelPieces of the texts of a request, some hundred characters each, that a model scores
///   at most; a request that has more is refused
/// @param modelTexts that a model's findings are remembered of
/// @param clientBody how long a client may take to send a request, to begin the next one, and to
///   take nothing of a reply
public record Limits(
    int bodyBytes,
    int answerBytes,
    int heldBytes,
    int headerBytes,
    int connections,
    int inlineBytes,
    int poolThreads,
    int poolQueue,
    int modelPieces,
    int modelTexts,
    Duration clientBody) {

  public Limits with(Duration clientBody) {
    return new Limits(
        bodyBytes,
        answerBytes,
        heldBytes,
        headerBytes,
        connections,
        inlineBytes,
        poolThreads,
        poolQueue,
        modelPieces,
        modelTexts,
        clientBody);
  }
}
