/// YAML that people wrote, read so that every mistake is shown at once and in its place.
@NullMarked
package probity.yaml;

import org.jspecify.annotations.NullMarked;
