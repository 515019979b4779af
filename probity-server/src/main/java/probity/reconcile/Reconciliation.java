package probity.reconcile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.Predicate;
import probity.index.Search.Call;
import probity.reconcile.Usage.Keys;
import probity.reconcile.Usage.Vendor;

/// Holds a provider's export against the calls on record.
///
/// @param upstreams the upstream for each id of a key or project; none: all keys together
/// @param aliases our name for a provider's name of a model
public record Reconciliation(Map<String, String> upstreams, Map<String, String> aliases) {
  public Reconciliation {
    upstreams = Map.copyOf(upstreams);
    aliases = Map.copyOf(aliases);
  }

  /// What is compared with each other. `upstream` and `model` are empty for all together.
  private record Group(UsageExport.Bucket bucket, String upstream, String model, String note) {}

  /// Compares each bucket of `export` with those of `calls` that reached the provider in it.
  public List<Cell> compare(UsageExport export, List<Call> calls) {
    var ours = calls.stream().filter(call -> isOf(export.vendor(), call)).toList();
    var lines = new LinkedHashMap<Group, List<Usage>>();
    for (Usage line : export.lines()) {
      lines.computeIfAbsent(group(line, ours), _ -> new ArrayList<>()).add(line);
    }
    var cells = new ArrayList<Cell>();
    lines.forEach((group, exported) -> cells.add(cell(export.vendor(), group, exported, ours)));
    for (UsageExport.Bucket bucket : export.buckets()) {
      cells.addAll(unheardOf(export.vendor(), bucket, lines.keySet(), ours));
    }
    cells.sort(
        Comparator.comparing(Cell::from).thenComparing(Cell::upstream).thenComparing(Cell::model));
    return cells;
  }

  /// Whether a call is one that an export of this vendor counts. Bodies on opaque routes are not
  /// looked into, so their calls belong to no vendor.
  public static boolean isOf(Vendor vendor, Call call) {
    return call.format().startsWith(vendor.word() + ".");
  }

  private Group group(Usage line, List<Call> ours) {
    var bucket = new UsageExport.Bucket(line.from(), line.until());
    var upstream = upstream(line.keys());
    if (upstream.isEmpty()) {
      String id = line.keys().apiKey().isEmpty() ? line.keys().project() : line.keys().apiKey();
      String note =
          id.isEmpty()
              ? "the export is not grouped by key or project, so --key cannot apply"
              : "key or project `" + id + "` is not matched: `--key " + id + "=UPSTREAM`";
      return new Group(bucket, id, line.model().orElse(""), note);
    }
    if (line.model().isEmpty()) return new Group(bucket, upstream.get(), "", "");
    String exported = line.model().get();
    String model = aliases.getOrDefault(exported, exported);
    boolean known = ours.stream().anyMatch(call -> call.model().equals(model));
    return known
        ? new Group(bucket, upstream.get(), model, "")
        : new Group(
            bucket,
            upstream.get(),
            model,
            "model `"
                + exported
                + "` is not matched: no call on record in this time names it; if it has another"
                + " name here, `--model "
                + exported
                + "=NAME`");
  }

  /// The upstream of a line; `""` for all together, empty where the key is not known.
  private Optional<String> upstream(Keys keys) {
    if (upstreams.isEmpty()) return Optional.of("");
    return Optional.ofNullable(upstreams.get(keys.apiKey()))
        .or(() -> Optional.ofNullable(upstreams.get(keys.project())));
  }

  private Cell cell(Vendor vendor, Group group, List<Usage> exported, List<Call> ours) {
    var mine = group.note().isEmpty() ? within(group, ours) : List.<Call>of();
    OptionalLong requests =
        exported.stream().allMatch(line -> line.requests().isPresent())
            ? OptionalLong.of(exported.stream().mapToLong(line -> line.requests().orElse(0)).sum())
            : OptionalLong.empty();
    return cell(
        vendor,
        group,
        List.copyOf(new TreeSet<>(exported.stream().flatMap(u -> u.model().stream()).toList())),
        requests,
        exported.stream().mapToLong(Usage::inputTokens).sum(),
        exported.stream().mapToLong(Usage::outputTokens).sum(),
        mine);
  }

  private static Cell cell(
      Vendor vendor,
      Group group,
      List<String> names,
      OptionalLong requests,
      long input,
      long output,
      List<Call> mine) {
    Predicate<Call> counted = call -> call.upstreamStatus() / 100 == 2;
    return new Cell(
        vendor,
        group.bucket().from(),
        group.bucket().until(),
        group.upstream(),
        names,
        group.model(),
        requests,
        input,
        output,
        mine.stream().filter(counted).toList(),
        mine.stream()
            .filter(counted)
            .filter(call -> call.promptTokens() + call.completionTokens() == 0)
            .toList(),
        mine.stream().filter(Reconciliation::isUnknown).toList(),
        group.note());
  }

  /// No answer came, or none is on record: the provider may have counted it or not.
  private static boolean isUnknown(Call call) {
    boolean unanswered = call.attempts() > 0 && call.upstreamStatus() == 0;
    return unanswered || call.ending().isEmpty() || call.ending().equals("interrupted");
  }

  private static List<Call> within(Group group, List<Call> calls) {
    return calls.stream()
        .filter(call -> call.reached().compareTo(group.bucket().from()) >= 0)
        .filter(call -> call.reached().compareTo(group.bucket().until()) < 0)
        .filter(call -> group.upstream().isEmpty() || group.upstream().equals(call.provider()))
        .filter(call -> group.model().isEmpty() || group.model().equals(call.model()))
        .toList();
  }

  /// Calls on record in a bucket for which the export has no line.
  private List<Cell> unheardOf(
      Vendor vendor, UsageExport.Bucket bucket, Iterable<Group> lines, List<Call> ours) {
    var cells = new ArrayList<Cell>();
    var places = upstreams.isEmpty() ? List.of("") : new TreeSet<>(upstreams.values());
    for (String upstream : places) {
      var left = new ArrayList<>(within(new Group(bucket, upstream, "", ""), ours));
      for (Group group : lines) {
        boolean here = group.note().isEmpty() && group.upstream().equals(upstream);
        if (group.bucket().equals(bucket) && here) left.removeAll(within(group, ours));
      }
      for (String model : new TreeSet<>(left.stream().map(Call::model).toList())) {
        var mine = left.stream().filter(call -> call.model().equals(model)).toList();
        var group = new Group(bucket, upstream, model, "");
        var requests = vendor == Vendor.OPENAI ? OptionalLong.of(0) : OptionalLong.empty();
        var cell = cell(vendor, group, List.of(), requests, 0, 0, mine);
        if (!cell.counted().isEmpty()) cells.add(cell);
      }
    }
    return cells;
  }
}
