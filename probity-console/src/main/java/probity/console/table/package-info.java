/// Tables as people exchange them: CSV and XLSX, bounded, and without formulas.
@NullMarked
package probity.console.table;

import org.jspecify.annotations.NullMarked;
