/// Accounts of the console on disk.
@NullMarked
package probity.store.account;

import org.jspecify.annotations.NullMarked;
