package probity.reconcile;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import probity.json.ForeignJson;
import probity.ledger.Checked;
import probity.ledger.Fault;
import probity.ledger.Json;
import probity.ledger.UtcTime;
import probity.reconcile.Usage.Keys;
import probity.reconcile.Usage.Vendor;

/// A provider's usage export: a page of OpenAI's `usage/completions` or of Anthropic's
/// `usage_report/messages`, as their administration APIs give them.
///
/// @param buckets all buckets, those in which nothing was counted too
/// @param more whether the page says that others follow
public record UsageExport(Vendor vendor, List<Bucket> buckets, List<Usage> lines, boolean more) {

  /// A span of time; `until` is outside.
  public record Bucket(String from, String until) {}

  public UsageExport {
    buckets = List.copyOf(buckets);
    lines = List.copyOf(lines);
  }

  /// Reads one page.
  public static Checked<UsageExport> parse(String text) {
    return ForeignJson.parse(text)
        .then(json -> {
          if (!(json instanceof Json.Obj page)
              || !(page.get("data").orElse(null) instanceof Json.Arr)) {
            return malformed(
                "a page with a list `data` was expected (usage/completions, usage_report/messages)");
          }
          var data = Json.objects(page.items("data"));
          boolean anthropic =
              data.stream().anyMatch(bucket -> bucket.text("starting_at").isPresent());
          var vendor = anthropic ? Vendor.ANTHROPIC : Vendor.OPENAI;
          var buckets = new ArrayList<Bucket>();
          var lines = new ArrayList<Usage>();
          try {
            for (Json.Obj object : data) {
              var bucket = bucket(vendor, object);
              buckets.add(bucket);
              for (Json.Obj result : Json.objects(object.items("results"))) {
                lines.add(
                    vendor == Vendor.ANTHROPIC
                        ? anthropic(bucket, result)
                        : openai(bucket, result));
              }
            }
          } catch (Missing missing) {
            return malformed(missing.detail);
          }
          boolean more = page.get("has_more").equals(Optional.of(new Json.Bool(true)));
          return Checked.valid(new UsageExport(vendor, buckets, lines, more));
        });
  }

  private static Bucket bucket(Vendor vendor, Json.Obj bucket) {
    var from =
        vendor == Vendor.ANTHROPIC ? time(bucket, "starting_at") : seconds(bucket, "start_time");
    var until =
        vendor == Vendor.ANTHROPIC ? time(bucket, "ending_at") : seconds(bucket, "end_time");
    if (from >= until) throw new Missing("a bucket ends before it begins");
    return new Bucket(UtcTime.text(from), UtcTime.text(until));
  }

  private static long seconds(Json.Obj bucket, String member) {
    long seconds = number(bucket, member);
    if (seconds < 0 || seconds > 253_402_300_799L) throw new Missing("`" + member + "` is no time");
    return seconds * 1000;
  }

  private static long time(Json.Obj bucket, String member) {
    try {
      Instant at = OffsetDateTime.parse(bucket.text(member).orElse("")).toInstant();
      return at.toEpochMilli();
    } catch (DateTimeException e) {
      throw new Missing("`" + member + "` is not a time such as 2026-11-25T00:00:00Z");
    }
  }

  private static Usage openai(Bucket bucket, Json.Obj result) {
    return new Usage(
        Vendor.OPENAI,
        bucket.from(),
        bucket.until(),
        new Keys(word(result, "api_key_id"), word(result, "project_id")),
        result.text("model"),
        OptionalLong.of(number(result, "num_model_requests")),
        number(result, "input_tokens"),
        number(result, "output_tokens"));
  }

  /// Input is what was read anew, from the cache and into the cache.
  private static Usage anthropic(Bucket bucket, Json.Obj result) {
    long input =
        number(result, "uncached_input_tokens") + number(result, "cache_read_input_tokens");
    for (Json.Member written :
        result.object("cache_creation").orElse(Json.object().build()).members()) {
      if (written.value() instanceof Json.Num(var tokens)) input += tokens;
    }
    return new Usage(
        Vendor.ANTHROPIC,
        bucket.from(),
        bucket.until(),
        new Keys(word(result, "api_key_id"), word(result, "workspace_id")),
        result.text("model"),
        OptionalLong.empty(),
        input,
        number(result, "output_tokens"));
  }

  private static String word(Json.Obj result, String member) {
    return result.text(member).orElse("");
  }

  private static long number(Json.Obj object, String member) {
    return object
        .number(member)
        .orElseThrow(() -> new Missing("a bucket or result has no number `" + member + "`"));
  }

  /// Leaves the reading; never leaves this class.
  private static final class Missing extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final String detail;

    Missing(String detail) {
      super(detail, null, false, false);
      this.detail = detail;
    }
  }

  private static <T> Checked<T> malformed(String detail) {
    return Checked.invalid(Fault.MALFORMED, detail);
  }
}
