/// Sources on disk: reads documents, and keeps the index of their fingerprints.
@NullMarked
package probity.server.source;

import org.jspecify.annotations.NullMarked;
