package probity.render;

import java.util.SortedSet;
import java.util.stream.Collectors;

/// A text has characters that the fonts of the PDF lack. Left out, they would be missing from what
/// an auditor files.
public final class UnprintableException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final int SHOWN_MAX = 8;

  UnprintableException(SortedSet<String> missing) {
    super(
        missing.stream()
                .limit(SHOWN_MAX)
                .map(sign -> "`" + sign + "`")
                .collect(
                    Collectors.joining(
                        ", ",
                        "the fonts of the PDF (Latin, Greek, Cyrillic) lack ",
                        missing.size() > SHOWN_MAX ? " and others" : ""))
            + "; the HTML shows them");
  }
}
