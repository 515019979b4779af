package probity.wire;

import java.util.List;
import java.util.Optional;
import probity.exchange.BodyFault;
import probity.exchange.Bytes;

/// Cuts the bytes of a streamed answer into units. Chunks may end anywhere.
public interface Framing {
  /// The units that `chunk` completes.
  List<Frame> feed(Bytes chunk);

  /// What is left when the stream ends.
  List<Frame> end();

  /// Why nothing more is read.
  Optional<BodyFault> fault();
}
