package probity.copy;

/// What was copied and what the ledger says now cannot both be right. Nothing is overwritten; a
/// person has to look.
public final class CopyFault extends RuntimeException {
  private static final long serialVersionUID = 1;

  CopyFault(String message) {
    super(message);
  }
}
