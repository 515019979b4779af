/// What people sign: texts of C2SP signed notes that say in lines what is wanted, so that any note
/// tool can check them. The first line names the kind of statement; each further one is a name, a
/// space and a value, in one fixed order (docs/life.md).
@NullMarked
package probity.ledger.statement;

import org.jspecify.annotations.NullMarked;
