package probity.policy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import probity.yaml.Mapping;
import probity.yaml.Text;
import probity.yaml.Value;

/// Reads counters, and the prices that those of cost add up.
final class CounterReader {
  private static final Duration WINDOW_MIN = Duration.ofMinutes(1);
  private static final Duration WINDOW_MAX = Duration.ofDays(31);
  private static final long PRICE_MAX = 1_000_000_000;
  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

  private final Names counters = new Names("counter");
  private final Names models = new Names("model");
  private final List<Route> routes;
  private final boolean priced;

  /// @param priced whether the bundle has prices
  CounterReader(List<Route> routes, boolean priced) {
    this.routes = routes;
    this.priced = priced;
  }

  String currency(Mapping file) {
    Value currency = priced ? file.required("currency") : file.optional("currency");
    return Read.value(currency.name(CURRENCY, "a currency of ISO 4217, such as `EUR`,"));
  }

  Price price(Mapping price) {
    Set<String> declared =
        routes.stream()
            .flatMap(route -> route.models().stream())
            .collect(Collectors.toCollection(TreeSet::new));
    var model = Forms.word(price.required("model"));
    model.ifPresent(text -> text.isOneOf(declared, "model"));
    return new Price(
        models.add(model),
        price.required("prompt").integer(0, PRICE_MAX).orElse(0),
        price.required("completion").integer(0, PRICE_MAX).orElse(0));
  }

  Counter counter(Mapping counter, List<Price> prices) {
    var counts =
        counter
            .required("counts")
            .choice(List.of(Counter.Counts.values()), Counter.Counts::word)
            .orElse(Counter.Counts.REQUESTS);
    var per =
        counter.optional("per").items(Counter.Dimension.values().length).stream()
            .flatMap(item ->
                item.choice(List.of(Counter.Dimension.values()), Counter.Dimension::word).stream())
            .distinct()
            .toList();
    var over = routes(counter.optional("routes"));
    if (counts == Counter.Counts.COST) priced(counter, over, prices);
    return new Counter(
        counters.add(Forms.id(counter.required("id"))),
        counts,
        per,
        Durations.read(counter.required("window"), WINDOW_MIN, WINDOW_MAX).orElse(WINDOW_MIN),
        over);
  }

  /// A model without a price would be free.
  private void priced(Mapping counter, List<String> over, List<Price> prices) {
    var known = prices.stream().map(Price::model).collect(Collectors.toSet());
    routes.stream()
        .filter(route -> over.isEmpty() || over.contains(route.id()))
        .flatMap(route -> route.models().stream())
        .filter(model -> !known.contains(model))
        .distinct()
        .forEach(
            model -> counter.mistake("a counter of cost needs the price of model `" + model + "`"));
  }

  private List<String> routes(Value list) {
    var known = routes.stream().map(Route::id).toList();
    return list.items(known.size()).stream()
        .flatMap(item -> Forms.id(item).stream())
        .filter(id -> id.isOneOf(known, "route"))
        .map(Text::value)
        .toList();
  }
}
