/// Timestamped signatures on checkpoints (C2SP tlog-cosignature), as logs and witnesses make them.
@NullMarked
package probity.cosign;

import org.jspecify.annotations.NullMarked;
