package probity.policy;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import probity.exchange.Facts;

/// The facts as conditions see them: each member of [Facts#json()], under its name and with a type.
public enum Fact {
  PHASE("phase", Type.TEXT),
  TIME("time", Type.NUMBER),
  PURPOSE("purpose", Type.TEXT),
  CALLER("caller", Type.TEXT),
  CREDENTIAL("credential", Type.TEXT),
  ROLES("roles", Type.TEXTS),
  GROUPS("groups", Type.TEXTS),
  ROUTE("route", Type.TEXT),
  SYSTEM("system", Type.TEXT),
  USE("use", Type.TEXT),
  ASSESSMENT("assessment", Type.TEXT),
  RISK_CLASS("risk_class", Type.TEXT),
  PROVIDER("provider", Type.TEXT),
  REGION("region", Type.TEXT),
  MODEL("model", Type.TEXT),
  FORMAT("format", Type.TEXT),
  METHOD("method", Type.TEXT),
  STREAM("stream", Type.TRUTH),
  BODY("body", Type.TEXT),
  FAULT("fault", Type.TEXT),
  BODY_BYTES("body_bytes", Type.NUMBER),
  MESSAGES("messages", Type.NUMBER),
  MAX_TOKENS("max_tokens", Type.NUMBER),
  STATUS("status", Type.NUMBER),
  LABELS("labels", Type.NUMBERS_BY_NAME),
  UNINSPECTED("uninspected", Type.TEXTS),
  TOOLS("tools", Type.TEXTS),
  TOOLS_UNKNOWN("tools_unknown", Type.NUMBER),
  TOOL("tool", Type.TEXT),
  PROBES("probes", Type.TRUTHS_BY_NAME),
  SOURCES("sources", Type.TEXTS),
  UNATTRIBUTED("unattributed", Type.NUMBER),
  SOURCES_UNCONFIRMED("sources_unconfirmed", Type.NUMBER),
  PERSON("person", Type.TRUTH),
  COUNTERS("counters", Type.NUMBERS_BY_NAME),
  DRAW("draw", Type.NUMBER),
  GRANTED("granted", Type.TEXTS),
  TAGS("tags", Type.TEXTS);

  /// The types of facts, and what CEL calls them.
  public enum Type {
    TEXT(SimpleType.STRING),
    NUMBER(SimpleType.INT),
    TRUTH(SimpleType.BOOL),
    TEXTS(ListType.create(SimpleType.STRING)),
    NUMBERS_BY_NAME(MapType.create(SimpleType.STRING, SimpleType.INT)),
    TRUTHS_BY_NAME(MapType.create(SimpleType.STRING, SimpleType.BOOL));

    private final CelType cel;

    Type(CelType cel) {
      this.cel = cel;
    }

    CelType cel() {
      return cel;
    }

    /// Whether comprehensions may go over it; facts hold 64 items at most.
    boolean holdsMany() {
      return this == TEXTS || byName();
    }

    boolean byName() {
      return this == NUMBERS_BY_NAME || this == TRUTHS_BY_NAME;
    }
  }

  private static final Map<String, Fact> BY_NAME =
      Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Fact::word, fact -> fact));

  static final List<String> WORDS = Arrays.stream(values()).map(Fact::word).toList();

  private final String word;
  private final Type type;

  Fact(String word, Type type) {
    this.word = word;
    this.type = type;
  }

  public static Optional<Fact> named(String word) {
    return Optional.ofNullable(BY_NAME.get(word));
  }

  /// Its name in conditions and on entries.
  public String word() {
    return word;
  }

  public Type type() {
    return type;
  }

  /// The value in CEL's own types.
  Object of(Facts facts) {
    return switch (this) {
      case PHASE -> facts.phase().word();
      case TIME -> facts.time();
      case PURPOSE -> facts.purpose();
      case CALLER -> facts.caller();
      case CREDENTIAL -> facts.credential();
      case ROLES -> facts.roles();
      case GROUPS -> facts.groups();
      case ROUTE -> facts.route();
      case SYSTEM -> facts.system();
      case USE -> facts.use();
      case ASSESSMENT -> facts.assessment();
      case RISK_CLASS -> facts.riskClass();
      case PROVIDER -> facts.provider();
      case REGION -> facts.region();
      case MODEL -> facts.model();
      case FORMAT -> facts.format();
      case METHOD -> facts.method();
      case STREAM -> facts.stream();
      case BODY -> facts.body();
      case FAULT -> facts.fault();
      case BODY_BYTES -> facts.bodyBytes();
      case MESSAGES -> facts.messages();
      case MAX_TOKENS -> facts.maxTokens();
      case STATUS -> facts.status();
      case LABELS -> longs(facts.labels());
      case UNINSPECTED -> facts.uninspected();
      case TOOLS -> facts.tools();
      case TOOLS_UNKNOWN -> facts.toolsUnknown();
      case TOOL -> facts.tool();
      case PROBES -> facts.probes();
      case SOURCES -> facts.sources();
      case UNATTRIBUTED -> facts.unattributed();
      case SOURCES_UNCONFIRMED -> facts.sourcesUnconfirmed();
      case PERSON -> facts.person();
      case COUNTERS -> facts.counters();
      case DRAW -> facts.draw();
      case GRANTED -> facts.granted();
      case TAGS -> facts.tags();
    };
  }

  private static Map<String, Long> longs(Map<String, Integer> numbers) {
    var longs = new TreeMap<String, Long>();
    numbers.forEach((name, number) -> longs.put(name, (long) number));
    return Collections.unmodifiableMap(longs);
  }
}
