/// What the demo needs beside the product: a small model provider that never leaves the machine,
/// and a made-up organisation with its registers.
@NullMarked
package probity.server.demo;

import org.jspecify.annotations.NullMarked;
