package probity.wire;

import java.util.Optional;
import java.util.function.Function;

/// What stands before the body of a request.
///
/// @param path without the query
/// @param header the only value of the header of this name; empty where there is none or more than
///   one
public record RequestHead(String method, String path, Function<String, Optional<String>> header) {}
