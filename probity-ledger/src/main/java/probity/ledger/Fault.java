package probity.ledger;

/// What can be wrong with evidence. The names are part of the verifier's output.
public enum Fault {
  /// The bytes do not have the form that their place demands.
  MALFORMED,
  /// A file that must be there is not.
  MISSING,
  /// A file, line or entry that nothing accounts for.
  UNACCOUNTED,
  /// A signature does not verify under the key it names.
  BAD_SIGNATURE,
  /// A signature by a key that the policy does not name, or none by a key that it does.
  UNKNOWN_KEY,
  /// The tree over the entries has another root than the checkpoint states.
  ROOT_MISMATCH,
  /// A tile, bundle or blob differs from what the entries give.
  CONTENT_MISMATCH,
  /// `seq` or `prev` of a series does not follow from its predecessor.
  BROKEN_CHAIN,
  /// An entry says something that the entries before it rule out.
  INCONSISTENT,
  /// The recorded bundle does not give the recorded decision on the recorded facts.
  DECIDED_OTHERWISE,
  /// The log is smaller than, or differs from, a checkpoint that was shown from outside.
  ROLLED_BACK,
  /// Entries lack a grade that was asked for.
  BELOW_GRADE
}
