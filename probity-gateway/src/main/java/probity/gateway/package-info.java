/// The data plane: one HTTP hop between an application and a model provider.
/// [probity.gateway.Gateway] is the first file to read.
@NullMarked
package probity.gateway;

import org.jspecify.annotations.NullMarked;
