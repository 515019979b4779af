package probity.detect;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Makes sentences out of templates, with names from many cultures, at random.
final class PersonSentences {
  private static final Pattern SLOT = Pattern.compile("\\{(\\w+)\\}");
  private static final List<String> TITLES =
      List.of("Mr.", "Mrs.", "Ms.", "Dr.", "Prof.", "Mr", "Mrs", "Miss", "Dr");
  private static final List<String> LEGAL =
      List.of("Inc", "LLC", "Ltd", "GmbH", "AG", "Group", "SA");
  private static final List<String> TRADES =
      List.of(
          "Software",
          "Logistics",
          "Bank",
          "Energy",
          "Foods",
          "Media",
          "Travel",
          "Insurance",
          "Systems",
          "Motors",
          "Pharma",
          "Consulting",
          "Airlines",
          "Electric",
          "Labs");
  private static final List<String> PARTICLES =
      List.of("van", "de", "von", "van der", "da", "di", "Mc", "al-", "O'");

  private final Values values;
  private final List<String> templates;
  private final List<String> locales;
  private final RandomGenerator random;

  PersonSentences(Values values, RandomGenerator random) throws IOException {
    this.values = values;
    this.random = random;
    this.locales = values.locales();
    var templates = new ArrayList<String>();
    var in =
        Objects.requireNonNull(
            PersonSentences.class.getResourceAsStream("training/person-templates.txt"));
    try (var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      lines.lines().filter(line -> !line.startsWith("#")).forEach(templates::add);
    }
    this.templates = List.copyOf(templates);
  }

  /// One or more sentences; some of them in lower case.
  Labelled next() {
    int sentences = random.nextInt(10) < 6 ? 1 : 2 + random.nextInt(2);
    Labelled made = fill(pick(templates));
    for (int i = 1; i < sentences; i++) {
      made = joined(made, random.nextInt(5) == 0 ? "\n" : " ", fill(pick(templates)));
    }
    int style = random.nextInt(20);
    if (style < 3) return made.inLowerCase();
    if (style == 3) return made.inUpperCase();
    return made;
  }

  private static Labelled joined(Labelled one, String between, Labelled other) {
    var names = new ArrayList<>(one.names());
    int shift = one.text().length() + between.length();
    for (var span : other.names()) {
      names.add(new Labelled.Span(span.start() + shift, span.end() + shift));
    }
    return new Labelled(one.text() + between + other.text(), names);
  }

  private Labelled fill(String template) {
    String locale = random.nextInt(3) == 0 ? "en" : pick(locales);
    var text = new StringBuilder();
    var names = new ArrayList<Labelled.Span>();
    Matcher slot = SLOT.matcher(template.replace("\\n", "\n"));
    int at = 0;
    String source = template.replace("\\n", "\n");
    while (slot.find()) {
      text.append(source, at, slot.start());
      int start = text.length();
      text.append(value(slot.group(1), locale));
      if (isName(slot.group(1))) names.add(new Labelled.Span(start, text.length()));
      at = slot.end();
    }
    text.append(source, at, source.length());
    return new Labelled(text.toString(), names);
  }

  private static boolean isName(String slot) {
    // A capital alone: {F}, {L} and so on, but as part of a street or company it stands in `none`.
    return switch (slot) {
      case "P", "F", "L", "I", "f", "l", "author" -> true;
      default -> false;
    };
  }

  private String value(String slot, String locale) {
    return switch (slot) {
      case "P" -> full(locale);
      case "F" -> first(locale);
      case "L" -> last(locale);
      case "f" -> first(locale).toLowerCase(Locale.ROOT);
      case "l" -> last(locale).toLowerCase(Locale.ROOT);
      case "I" -> String.valueOf((char) ('A' + random.nextInt(26)));
      case "T" -> pick(TITLES);
      case "num" -> String.valueOf(1 + random.nextInt(random.nextBoolean() ? 100 : 3000));
      case "date" ->
          (1 + random.nextInt(28))
              + "/"
              + (1 + random.nextInt(12))
              + "/"
              + (1950 + random.nextInt(76));
      case "phone" ->
          "+"
              + (1 + random.nextInt(90))
              + " "
              + (100 + random.nextInt(900))
              + " "
              + (1000000 + random.nextInt(9000000));
      case "email" ->
          (first(locale) + "." + last(locale)).toLowerCase(Locale.ROOT).replaceAll("[^a-z.]", "")
              + "@example.com";
      case "handle" -> first(locale).replaceAll("[^A-Za-z]", "") + random.nextInt(1000);
      case "legal" -> pick(LEGAL);
      case "company" -> company(locale);
      default -> {
        List<String> list = values.of(slot);
        if (list.isEmpty()) throw new IllegalStateException("no values for `" + slot + "`");
        yield pick(list);
      }
    };
  }

  private String company(String locale) {
    return switch (random.nextInt(7)) {
      case 0 -> last(locale) + " " + pick(LEGAL);
      case 1 -> last(locale) + " & " + last(locale);
      case 2 -> pick(values.of("city")) + " " + pick(TRADES);
      case 3 -> last(locale) + " " + pick(TRADES);
      case 4 -> pick(values.of("airline"));
      case 5 -> pick(values.of("maker"));
      default -> pick(values.of("publisher"));
    };
  }

  private String full(String locale) {
    String first = first(locale);
    String last = last(locale);
    return switch (random.nextInt(24)) {
      case 0 -> first + " " + (char) ('A' + random.nextInt(26)) + ". " + last;
      case 1 -> first + " " + last + "-" + last(locale);
      case 2 -> first + " " + first(locale) + " " + last;
      case 3 -> (char) ('A' + random.nextInt(26)) + ". " + last;
      case 4 -> first + " " + first(locale).charAt(0) + " " + last;
      case 5 -> {
        String particle = pick(PARTICLES);
        yield first
            + " "
            + particle
            + (Character.isLetter(particle.charAt(particle.length() - 1)) && !particle.equals("Mc")
                ? " "
                : "")
            + last;
      }
      case 6 -> first(locale) + " " + last(pick(locales));
      default -> first + " " + last;
    };
  }

  private String first(String locale) {
    return pick(values.of("first", locale));
  }

  private String last(String locale) {
    return pick(values.of("last", locale));
  }

  private String pick(List<String> list) {
    return list.get(random.nextInt(list.size()));
  }
}
