/// Local accounts: who may sign in, how they prove who they are, and their sessions.
@NullMarked
package probity.console.account;

import org.jspecify.annotations.NullMarked;
