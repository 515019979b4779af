package probity.console.aims.page;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Optional;
import java.util.random.RandomGenerator;
import probity.aims.register.Register;
import probity.aims.register.Separation;
import probity.aims.steer.RiskPicture;
import probity.aims.steer.RiskScale;
import probity.console.Page;
import probity.console.Pages;
import probity.console.Routes;
import probity.console.Visit;
import probity.console.aims.Actor;
import probity.console.aims.ImportPlan;
import probity.console.aims.Imports;
import probity.console.aims.RegisterBook;

/// The picture of risks, and risks to begin with.
public final class RisksPages implements Pages {
  private final RegisterBook book;
  private final Register register;
  private final InstantSource clock;
  private final Imports imports;

  public RisksPages(RegisterBook book, InstantSource clock, RandomGenerator random) {
    this.book = book;
    this.register = book.registers().find(RiskPicture.REGISTER).orElseThrow();
    this.clock = clock;
    this.imports = new Imports(book, clock, random);
  }

  @Override
  public void add(Routes routes) {
    routes.link("Management system", "Picture of risks", RisksPage.PATH);
    routes.get(RisksPage.PATH, this::risks);
    routes.post(RisksPage.PATH + "/begin", this::begin);
  }

  private Page risks(Visit visit) {
    int likelihood = visit.query().number("likelihood", 1, RiskScale.MAX, 0);
    int consequence = visit.query().number("consequence", 1, RiskScale.MAX, 0);
    Optional<RiskPicture.Place> asked =
        likelihood == 0 || consequence == 0
            ? Optional.empty()
            : Optional.of(new RiskPicture.Place(likelihood, consequence));
    return Page.html(
        "Picture of risks",
        "risks",
        RisksPage.of(
            book,
            visit.member(),
            asked,
            visit.query().text("map").equals("residual"),
            LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)));
  }

  /// Risks to begin with that are not there, as one import that can be taken back.
  private Page begin(Visit visit) {
    if (Separation.writes(register, visit.member().duties()).isEmpty()) {
      return RecordPages.mayNot(register);
    }
    var steps = new ArrayList<ImportPlan.Step>();
    for (var starter : RisksPage.starters(book)) {
      var values = new HashMap<>(starter);
      values.put("owner", visit.form().text("owner"));
      steps.add(new ImportPlan.Step.Create(steps.size() + 1, values));
    }
    return Starting.page(
        book,
        register,
        imports.apply(Actor.of(visit.session()), new ImportPlan(register, steps)),
        new Page.Crumb("Picture of risks", RisksPage.PATH));
  }
}
