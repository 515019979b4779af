package probity.classify;

/// What a detector finds.
///
/// @param label of its findings, `payment.card`
/// @param version of the detector, counted up whenever it finds more or less than before
record Kind(String label, int version) {
  /// Name and version of the detector, as on records.
  String id() {
    return label + "@" + version;
  }
}
