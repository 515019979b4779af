package probity.console;

/// The first page: who is signed in, and where they may go.
public final class Home implements Pages {
  public record Model(String name, String duties) {}

  @Override
  public void add(Routes routes) {
    routes.get(
        "/",
        visit ->
            Page.html(
                "Overview", "home", new Model(visit.member().name(), visit.member().dutyTitles())));
  }
}
