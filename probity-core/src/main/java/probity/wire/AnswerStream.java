package probity.wire;

import probity.exchange.Bytes;

/// Reads one streamed answer from its first unit to its last, and says in its format what the
/// gateway adds. Not for use by two threads at once.
public interface AnswerStream {
  /// How this stream is cut into units.
  Framing framing();

  /// The type of content by which the stream was read and goes to the client.
  String contentType();

  /// Reads a unit that holds data, in the order of the stream.
  Chunk read(Frame frame);

  /// Told of each unit once all of it goes to the client, in the order of the stream.
  default void released(Frame frame) {}

  /// Units that put `text` behind the text of each choice that had any, once nothing of it follows;
  /// nothing where the answer had no text.
  Added notice(String text, Stamp stamp);

  /// Units that end the stream with an error which the format's clients raise. Nothing follows.
  Bytes error(Refused refused);

  /// Bytes that close the stream behind a unit which says that the provider failed; none where
  /// units stand for themselves.
  default Bytes closing() {
    return Bytes.EMPTY;
  }

  /// Bytes that keep the connection alive between two units and that clients pass over; none where
  /// the format knows no such thing.
  Bytes keepAlive();

  /// Whether the provider may end the stream here without a word that it is complete, since nothing
  /// that was asked for is missing, or can be fetched later.
  default boolean mayEnd() {
    return false;
  }

  /// Whether only a unit that says so completes an answer. Where not, it is also complete at the
  /// end of the stream if every choice has finished.
  default boolean saysWhenComplete() {
    return false;
  }

  /// @param choices how many choices have it
  record Added(Bytes bytes, int choices) {
    public static final Added NOTHING = new Added(Bytes.EMPTY, 0);
  }

  /// What an added unit says of the answer that it belongs to.
  ///
  /// @param record the exchange's id
  /// @param seconds since 1970
  record Stamp(String record, String model, long seconds) {}
}
