/// Asks witnesses to cosign what this ledger published (C2SP tlog-witness), keeps what they gave as
/// the file `cosigned`, and knows how long something has been waiting for them.
@NullMarked
package probity.witness.client;

import org.jspecify.annotations.NullMarked;
