package probity.server;

import static org.assertj.core.api.Assertions.assertThat;
import static probity.index.Recorded.Exchange.PLAIN;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import probity.index.Recorded;
import probity.index.Recorded.Exchange;

/// What a provider says it was asked, held against what is on record.
class ReconcileTest {
  private static final Path OPENAI = Path.of("src/test/resources/usage/openai.json");
  private static final Path ANTHROPIC = Path.of("src/test/resources/usage/anthropic.json");
  private static final String ALIAS = "gpt-4o-mini-2024-07-18=gpt-4o-mini";
  private static final Exchange CLAUDE =
      new Exchange(
          "support-bot", "claude-sonnet-4-5-20250929", "anthropic.messages", "permit", "r");

  @TempDir private Path data;

  private Commands.Run reconcile(Path usage, String... more) {
    var words =
        new ArrayList<>(
            List.of("reconcile", "--data", data.toString(), "--usage", usage.toString()));
    words.addAll(List.of(more));
    return Commands.run(words.toArray(String[]::new));
  }

  /// The three calls that the sample of OpenAI's counts, and one that was refused.
  private List<String> asExported() {
    var ids = new ArrayList<String>();
    try (var ledger = Recorded.open(data)) {
      ids.add(ledger.at("2026-11-25T09:10:00Z").delivered(PLAIN, 10, 5));
      ids.add(ledger.at("2026-11-25T09:20:00Z").delivered(PLAIN, 20, 10));
      var refused =
          ledger.intent(new Exchange("intern", "gpt-4o-mini", "openai.chat", "refuse", "no"));
      ledger.outcome(refused, "refused", 0, 0, 0);
      ids.add(ledger.at("2026-11-25T10:20:00Z").delivered(PLAIN, 10, 5));
    }
    return ids;
  }

  private Path changed(String from, String to) throws IOException {
    String text = Files.readString(OPENAI);
    assertThat(text).contains(from);
    return Files.writeString(data.resolve("usage.json"), text.replaceFirst(from, to));
  }

  @Test
  void what_agrees_is_counted_and_no_more() {
    asExported();

    var run = reconcile(OPENAI, "--model", ALIAS);

    assertThat(run.status()).as(run.out() + run.err()).isZero();
    assertThat(run.lines())
        .containsExactly(
            "note: no --key given: all keys of a provider are compared together with all calls",
            "2 buckets compared, 0 differ");
  }

  @Test
  void one_call_more_at_the_provider_is_found_with_its_bucket_and_the_records_inside()
      throws IOException {
    var ids = asExported();
    var usage = changed("\"num_model_requests\": 2", "\"num_model_requests\": 3");

    var run = reconcile(usage, "--model", ALIAS, "--key", "key_gateway=openai");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out())
        .contains("2026-11-25T09:00:00.000Z – 2026-11-25T10:00:00.000Z  openai")
        .contains("gpt-4o-mini-2024-07-18 (here gpt-4o-mini)  openai: differs")
        .containsPattern("requests +3 +2 +\\+1\n")
        .containsPattern("input tokens +30 +30 +0\n")
        .contains("records: " + ids.get(0) + ", " + ids.get(1) + "\n")
        .doesNotContain(ids.get(2))
        .endsWith("2 buckets compared, 1 differ\n");
  }

  @Test
  void tokens_that_differ_are_found_where_the_requests_agree() throws IOException {
    asExported();

    var run =
        reconcile(changed("\"output_tokens\": 15", "\"output_tokens\": 16"), "--model", ALIAS);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).containsPattern("output tokens +16 +15 +\\+1\n");
  }

  @Test
  void a_model_of_another_name_is_not_matched_until_it_is_declared() {
    asExported();

    var run = reconcile(OPENAI);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out())
        .contains("model `gpt-4o-mini-2024-07-18` is not matched")
        .contains("gpt-4o-mini, which the export does not have")
        .contains("`--model gpt-4o-mini-2024-07-18=NAME`");
  }

  @Test
  void a_key_that_no_upstream_was_given_for_is_a_difference() {
    asExported();

    var run = reconcile(OPENAI, "--model", ALIAS, "--key", "another=openai");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).contains("key or project `key_gateway` is not matched");
  }

  @Test
  void a_project_tells_the_upstream_too() {
    asExported();

    assertThat(reconcile(OPENAI, "--model", ALIAS, "--key", "proj_support=openai").status())
        .isZero();
  }

  @Test
  void a_call_on_record_that_the_provider_did_not_count_is_found() {
    String extra;
    asExported();
    try (var ledger = Recorded.open(data)) {
      extra = ledger.at("2026-11-25T11:30:00Z").delivered(PLAIN, 1, 1);
    }

    var run = reconcile(OPENAI, "--model", ALIAS);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out())
        .contains("gpt-4o-mini, which the export does not have")
        .contains("records: " + extra)
        .endsWith("3 buckets compared, 1 differ\n");
  }

  @Test
  void calls_without_usage_are_named_and_compared_by_requests_alone() throws IOException {
    asExported();
    String silent;
    try (var ledger = Recorded.open(data)) {
      silent = ledger.at("2026-11-25T09:30:00Z").delivered(PLAIN, 0, 0);
    }
    var usage = changed("\"num_model_requests\": 2", "\"num_model_requests\": 3");
    Files.writeString(
        usage,
        Files.readString(usage).replaceFirst("\"input_tokens\": 30", "\"input_tokens\": 44"));

    var run = reconcile(usage, "--model", ALIAS);

    assertThat(run.status()).as(run.out()).isZero();
    assertThat(run.out()).contains("1 calls have no usage on record, in 1 buckets", silent);
  }

  @Test
  void a_call_of_unknown_fate_is_named_where_the_counts_differ() throws IOException {
    asExported();
    Recorded.Intent gone;
    try (var ledger = Recorded.open(data)) {
      gone = ledger.at("2026-11-25T09:40:00Z").intent(PLAIN);
      ledger.outcome(gone, "client-gone", 0, 0, 0);
    }

    var run =
        reconcile(
            changed("\"num_model_requests\": 2", "\"num_model_requests\": 3"), "--model", ALIAS);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).contains("perhaps counted by the provider: " + gone.exchange());
  }

  @Test
  void a_report_without_requests_is_compared_by_tokens() {
    try (var ledger = Recorded.open(data)) {
      ledger.at("2026-11-25T09:10:00Z").delivered(CLAUDE, 30, 15);
    }

    var run = reconcile(ANTHROPIC);

    assertThat(run.status()).as(run.out() + run.err()).isZero();
    assertThat(run.out())
        .contains("note: anthropic does not count requests: tokens alone are compared")
        .endsWith("1 buckets compared, 0 differ\n");
  }

  @Test
  void a_report_without_requests_and_calls_without_tokens_cannot_be_compared() {
    try (var ledger = Recorded.open(data)) {
      ledger.at("2026-11-25T09:10:00Z").delivered(CLAUDE, 0, 0);
    }

    var run = reconcile(ANTHROPIC);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out())
        .contains(": cannot be compared")
        .endsWith("0 buckets compared, 0 differ\n");
  }

  @Test
  void what_is_no_export_is_said_in_a_sentence() throws IOException {
    asExported();
    Path file = data.resolve("x.json");

    Files.writeString(file, "{\"data\": [");
    assertThat(reconcile(file).err()).contains("is no usage export: json ends early");
    Files.writeString(file, "[]");
    assertThat(reconcile(file).err()).contains("a page with a list `data` was expected");
    Files.writeString(file, Files.readString(OPENAI).replaceFirst("\"input_tokens\": 30,", ""));
    assertThat(reconcile(file).err()).contains("has no number `input_tokens`");
    assertThat(reconcile(OPENAI, "--usage", OPENAI.toString()).err()).contains("was given already");
  }
}
