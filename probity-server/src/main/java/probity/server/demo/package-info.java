/// What the demo needs beside the product: a small model provider that never leaves the machine.
@NullMarked
package probity.server.demo;

import org.jspecify.annotations.NullMarked;
