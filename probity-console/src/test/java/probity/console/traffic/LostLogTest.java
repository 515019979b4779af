package probity.console.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import probity.aims.register.Duty;
import probity.console.Call;
import probity.console.Handler;
import probity.console.Page;
import probity.console.Routes;
import probity.console.Visit;
import probity.policy.Bundle;
import probity.policy.life.Shadows;
import probity.policy.life.Timeline;

/// A record that the index has, of a log whose files are gone.
class LostLogTest {
  private static final String ID = "01M6GDKW800000000000000002";

  private static final class Lost implements RecordSearch, BundleHistory {
    @Override
    public Listing find(Asked asked) {
      throw new AssertionError();
    }

    @Override
    public Optional<Recorded> record(String exchange) {
      return Optional.empty();
    }

    @Override
    public Optional<Named> named(String text) {
      return Optional.of(new Named.Exchange(ID));
    }

    @Override
    public Optional<Proven> entry(String log, long index) {
      return Optional.empty();
    }

    @Override
    public Timeline timeline() {
      throw new AssertionError();
    }

    @Override
    public List<Shadows.Shadow> shadows() {
      return List.of();
    }

    @Override
    public long millis() {
      return 0;
    }

    @Override
    public Optional<Bundle> bundle(String digest) {
      return Optional.empty();
    }
  }

  /// The pages by their paths.
  private static final class Gets implements Routes {
    private final Map<String, Handler> handlers = new HashMap<>();

    @Override
    public void get(String path, Handler handler) {
      handlers.put(path, handler);
    }

    @Override
    public void post(String path, Handler handler) {
      throw new AssertionError();
    }

    @Override
    public void upload(String path, Handler handler) {
      throw new AssertionError();
    }

    @Override
    public void call(Call.Verb verb, String path, int bodyBytes, Call.Handler handler) {
      throw new AssertionError();
    }

    @Override
    public Routes open() {
      return this;
    }

    @Override
    public Routes only(Duty... duties) {
      return this;
    }

    @Override
    public void link(String group, String label, String path) {}
  }

  @Test
  void its_page_says_so_and_does_not_lead_to_itself() {
    var lost = new Lost();
    var gets = new Gets();
    new Traffic(
            lost,
            lost,
            () -> {
              throw new AssertionError();
            },
            () -> {
              throw new AssertionError();
            },
            () -> {
              throw new AssertionError();
            })
        .add(gets);

    for (String asked : List.of(ID, ID.toLowerCase(Locale.ROOT))) {
      var page =
          Optional.ofNullable(gets.handlers.get("/records/{id}"))
              .orElseThrow()
              .on(Visit.to("/records/" + asked).at(Map.of("id", asked)));
      assertThat(page)
          .isInstanceOfSatisfying(
              Page.Failure.class,
              failure -> assertThat(failure.sentence()).contains("entries cannot be read"));
    }
  }
}
