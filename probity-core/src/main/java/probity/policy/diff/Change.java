package probity.policy.diff;

/// Something that one bundle says and the other does not, or says otherwise.
///
/// @param topic of what kind it is, such as `route` or `rule`
/// @param what in a sentence, without a full stop
/// @param before, after as written; empty where it is not there
public record Change(String topic, String what, String before, String after, Direction direction) {}
