package probity.witness.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import probity.exchange.Bytes;
import probity.gateway.upstream.Origin;
import probity.ledger.Note;
import probity.witness.TestLog;

/// Who is asked about what, and what may be published: decided without a socket.
class ProgressTest {
  private static final Instant AT = Instant.parse("2026-11-25T09:00:00Z");
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final TestLog log = TestLog.named(MemoryLedger.ORIGIN);
  private final Witnesses.Named one = named("one");
  private final Witnesses.Named two = named("two");
  private final Witnesses.Named three = named("three");

  /// Lines are not checked here, so a key of any type will do.
  private static Witnesses.Named named(String name) {
    return new Witnesses.Named(name, TestLog.named(name).vkey(), new Origin(false, "h", 80), "");
  }

  private Ask.Target published(int size) {
    return Ask.Target.of(MemoryLedger.LOG, Bytes.wrap(log.note(size))).orThrow();
  }

  private Progress progress(int quorum, long cosigned) {
    var witnesses = new Witnesses(quorum, Duration.ofSeconds(2), List.of(one, two, three));
    return new Progress(MemoryLedger.LOG, witnesses, cosigned);
  }

  private static Ask.Told line(String name) {
    return new Ask.Told.Cosigned("— " + name + " AAAAAAAAAAAA\n");
  }

  private void signs(Progress progress, Witnesses.Named witness, Ask.Target asked) {
    progress.told(witness, asked, line(witness.name()), AT, 0, 0.5);
  }

  @Test
  void all_are_asked_about_one_checkpoint_until_the_quorum_is_there() {
    var progress = progress(2, 0);
    progress.published(published(5), 0);
    assertThat(progress.due(0)).containsExactly(one, two, three);
    var five = progress.target();
    signs(progress, one, five);
    progress.published(published(7), SECOND);
    // One of two is there and two may still answer: a line for another size would not add up.
    assertThat(progress.due(SECOND)).isEmpty();
    assertThat(progress.cosignable()).isEmpty();

    signs(progress, three, five);

    assertThat(text(progress.cosignable()))
        .isEqualTo(text(five.note()) + "— one AAAAAAAAAAAA\n— three AAAAAAAAAAAA\n");
    progress.cosigned();
    assertThat(progress.due(SECOND)).containsExactly(one, three);
    assertThat(progress.target().checkpoint().size()).isEqualTo(7);
    assertThat(progress.waitingSince()).hasValue(SECOND);
  }

  private static String text(Optional<Bytes> note) {
    return text(note.orElseThrow());
  }

  private static String text(Bytes note) {
    return note.utf8();
  }

  @Test
  void a_late_line_for_what_is_cosigned_is_added_and_one_for_less_is_not() {
    var progress = progress(2, 0);
    progress.published(published(5), 0);
    progress.due(0);
    var five = progress.target();
    signs(progress, one, five);
    signs(progress, two, five);
    progress.cosigned();
    signs(progress, three, five);
    assertThat(Note.parse(progress.cosignable().orElseThrow().array()).orThrow().lines())
        .hasSize(4);
    progress.cosigned();
    assertThat(progress.cosignable()).isEmpty();
    assertThat(progress.waitingSince()).isEmpty();
    assertThat(progress.due(0)).isEmpty();
  }

  @Test
  void it_never_goes_back_to_a_smaller_size() {
    var progress = progress(1, 8);
    progress.published(published(6), 0);
    for (Witnesses.Named witness : progress.due(0)) signs(progress, witness, progress.target());

    assertThat(progress.cosignable()).isEmpty();
    assertThat(progress.waitingSince()).hasValue(0);
  }

  @Test
  void nobody_left_to_wait_for_lets_it_go_on_to_what_is_newest() {
    var progress = progress(2, 0);
    progress.published(published(5), 0);
    var five = five(progress);
    signs(progress, one, five);
    progress.told(two, five, new Ask.Told.Failed("down", false), AT, 0, 0.5);
    progress.told(three, five, new Ask.Told.Failed("down", false), AT, 0, 0.5);
    progress.published(published(7), SECOND);

    assertThat(progress.due(SECOND)).containsExactly(one);
    assertThat(progress.target().checkpoint().size()).isEqualTo(7);
    assertThat(progress.waitingSince()).hasValue(0);
  }

  private static Ask.Target five(Progress progress) {
    progress.due(0);
    return progress.target();
  }

  @Test
  void pauses_double_to_five_minutes_and_a_success_ends_them() {
    var progress = progress(2, 0);
    progress.published(published(5), 0);
    var five = five(progress);
    long now = 0;
    var pauses = new java.util.ArrayList<Long>();
    for (int i = 0; i < 10; i++) {
      progress.told(two, five, new Ask.Told.Failed("down", false), AT, now, 0.5);
      long at = now;
      while (!progress.due(at).contains(two)) at += SECOND / 4;
      pauses.add((at - now) / SECOND);
      now = at;
    }

    assertThat(pauses).containsExactly(2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 300L, 300L);
    progress.told(two, five, line("two"), AT, now, 0.5);
    progress.published(published(6), now);
    progress.told(one, five, line("one"), AT, now, 0.5);
    progress.cosigned();
    assertThat(progress.due(now)).contains(two);
  }
}
