package probity.server.policy;

import java.util.Map;
import probity.policy.check.Coverage;
import probity.policy.check.Coverage.Tested;

/// The results of tests in the form that build servers read: JUnit's XML.
final class JunitReport {
  private JunitReport() {}

  /// @param coverages by environment: a test suite each, a test case for each test of a rule
  static String of(Map<String, Coverage> coverages) {
    var xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
    coverages.forEach((environment, coverage) -> {
      xml.append("  <testsuite name=\"")
          .append(quoted(environment))
          .append("\" tests=\"")
          .append(coverage.tests().size())
          .append("\" failures=\"")
          .append(coverage.failures().size())
          .append("\">\n");
      coverage.tests().forEach(test -> append(test, xml));
      xml.append("  </testsuite>\n");
    });
    return xml.append("</testsuites>\n").toString();
  }

  private static void append(Tested tested, StringBuilder xml) {
    var test = tested.result().test();
    xml.append("    <testcase classname=\"")
        .append(quoted(test.rule()))
        .append("\" name=\"")
        .append(quoted(test.name()))
        .append("\" file=\"")
        .append(quoted(test.file()))
        .append("\" line=\"")
        .append(test.line())
        .append('"');
    if (tested.result().passed()) {
      xml.append("/>\n");
      return;
    }
    xml.append("><failure message=\"")
        .append(quoted(tested.result().sentence()))
        .append("\"/></testcase>\n");
  }

  /// Text as an attribute may hold it; characters that XML has none for become a question mark.
  private static String quoted(String text) {
    var out = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '&' -> out.append("&amp;");
            case '<' -> out.append("&lt;");
            case '"' -> out.append("&quot;");
            case '\n', '\t', '\r' -> out.append(' ');
            default -> {
              boolean none = c < 0x20 || (c >= 0xD800 && c <= 0xDFFF) || c == 0xFFFE || c == 0xFFFF;
              out.append(none ? "?" : Character.toString(c));
            }
          }
        });
    return out.toString();
  }
}
