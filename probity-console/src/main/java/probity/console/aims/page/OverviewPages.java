package probity.console.aims.page;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import probity.console.Page;
import probity.console.Pages;
import probity.console.Routes;
import probity.console.aims.RegisterBook;

/// The first page that somebody sees.
public final class OverviewPages implements Pages {
  private final RegisterBook book;
  private final InstantSource clock;

  public OverviewPages(RegisterBook book, InstantSource clock) {
    this.book = book;
    this.clock = clock;
  }

  @Override
  public void add(Routes routes) {
    routes.get(
        "/",
        visit ->
            Page.html(
                "Overview",
                "overview",
                OverviewPage.of(
                    book, visit.member(), LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC))));
  }
}
