package probity.policy;

import java.time.Duration;

/// Where records wait for a person.
///
/// @param role of those who may decide
/// @param deadline after which a request that waits stays refused
/// @param grant how long a granted request may be sent again, once
public record ReviewQueue(String id, String role, Duration deadline, Duration grant) {}
