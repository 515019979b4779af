// The AIMS manager looks what waits, writes risks, and imports tables.
const assert = require("node:assert/strict");
const test = require("node:test");
const { accessible } = require("../served.cjs");

const SCRIPT = "<script>document.title='broken'</script><img src=x onerror=\"document.title='broken'\">";

module.exports = ({ at, pages, state }) => {
  test("the AIMS manager sees first what waits for them", async () => {
    const page = pages.ines;
    await page.goto(at("/"));
    const waits = page.locator("section.waiting");
    await waits.getByRole("link", { name: "Training of agents" }).waitFor();
    await waits.getByRole("link", { name: "Shortlisting of applicants" }).waitFor();
    await waits.getByText("Returned: Say who would watch it").waitFor();
    await page.getByRole("row", { name: /^Organisation/ }).waitFor();
    await accessible(page, "overview-filled");
  });

  test("the list of risks is narrowed, and a record shows what links to it", async () => {
    const page = pages.ines;
    await page.goto(at("/registers/risks"));
    await accessible(page, "list");
    await page.getByLabel("Kind").selectOption({ label: "Bias and unfair outcomes" });
    await page.getByRole("button", { name: "Show", exact: true }).click();
    assert.equal(await page.locator("tbody tr").count(), 3);
    await page.getByRole("link", { name: "Customers who write in other languages get worse answers" }).click();
    await page.getByRole("link", { name: "Treatment plan: Matched questions in five languages" }).waitFor();
    assert.equal(await state(page), "Draft", "it was edited after it was approved");
    await page.getByText("nobody proved who they are").waitFor();
    await accessible(page, "record");
  });

  test("script in every field of a risk is shown as text, and nowhere runs", async () => {
    const page = pages.ines;
    const said = [];
    page.on("console", (message) => said.push(message.text()));
    page.on("dialog", (dialog) => said.push(dialog.message()));
    await page.goto(at("/registers/risks/new"));
    await accessible(page, "form");
    for (const field of ["name", "cause", "consequence", "signs", "inherent_reason", "acceptance_reason", "closing_reason"]) {
      await page.locator(`[name=f_${field}]`).fill(SCRIPT);
    }
    await page.getByLabel("Owner").selectOption("person-4");
    await page.getByLabel("Kind").selectOption("security");
    await page.getByRole("radio", { name: "Risk", exact: true }).check();
    await page.getByLabel("Status").selectOption("identified");
    await page.getByRole("button", { name: "Save" }).click();
    if (await page.locator(".notice-bad").count()) {
      assert.fail(await page.locator(".notice-bad").innerText());
    }
    await page.waitForURL(/risk-17$/);
    assert.equal(await page.locator("h1").innerText(), SCRIPT);
    for (const path of ["", "/edit", "?revision=1"]) {
      await page.goto(at(`/registers/risks/risk-17${path}`));
      assert.equal(await page.locator("main script, main img").count(), 0, path);
      assert.ok((await page.title()).includes("<script>"), path);
    }
    for (const path of ["/registers/risks", "/"]) {
      await page.goto(at(path));
      assert.equal(await page.locator("main script, main img").count(), 0, path);
      assert.notEqual(await page.title(), "broken");
    }
    assert.deepEqual(said, []);
  });

  test("a risk is edited, and its history says what changed", async () => {
    const page = pages.ines;
    await page.goto(at("/registers/risks/risk-17/edit"));
    await page.getByLabel("Name", { exact: true }).fill("Scripts in what customers write");
    await page.getByRole("button", { name: "Save" }).click();
    await page.waitForURL(/risk-17$/);
    assert.equal(await page.locator("h1").innerText(), "Scripts in what customers write");
    await page.locator("ins", { hasText: "Scripts in what customers write" }).waitFor();
    await page.locator("del", { hasText: "<script>" }).waitFor();
  });

  test("a table with a fault is not imported, mended it is, and taken back it is gone", async () => {
    const page = pages.ines;
    const table = (influence) =>
      `Name,Kind,Stake,Influence\nNeighbours of the warehouse,public,Quiet at night,${influence}\nTrade union,staff,Say in changes,medium\n`;
    const choose = async (influence) => {
      await page.goto(at("/registers/parties/import"));
      await page.getByLabel("Table").setInputFiles({
        name: "parties.csv", mimeType: "text/csv", buffer: Buffer.from(table(influence)),
      });
      await page.getByRole("button", { name: "Look what it would do" }).click();
    };
    await page.goto(at("/registers/parties/import"));
    await accessible(page, "import");
    await choose("enormous");
    await page.getByText("Mend the rows with faults").waitFor();
    await page.getByText("not `enormous`").waitFor();
    assert.equal(await page.getByRole("button", { name: "Import it" }).count(), 0);
    await accessible(page, "import-fault");

    await choose("low");
    await accessible(page, "import-clean");
    await page.getByRole("button", { name: "Import it" }).click();
    await page.getByText("2 records were written").waitFor();
    await page.getByRole("link", { name: "party-9 Neighbours of the warehouse" }).waitFor();
    await accessible(page, "imported");

    await page.getByRole("button", { name: "Take it back" }).click();
    await page.getByRole("heading", { name: "Taken back" }).waitFor();
    await page.goto(at("/registers/parties"));
    assert.equal(await page.getByText("Neighbours of the warehouse").count(), 0);
  });

  test("a record under the path of another register is not there", async () => {
    const page = pages.ines;
    for (const path of ["/registers/treatments/risk-1", "/registers/treatments/risk-1/edit", "/registers/none/risk-1", "/registers/risks/risk-99"]) {
      assert.equal((await page.goto(at(path))).status(), 404, path);
    }
  });

  test("a form that comes without the session's token, or from elsewhere, writes nothing", async () => {
    const page = pages.ines;
    const sent = (headers, form = {}) =>
      page.context().request.post(at("/registers/risks/risk-17/archive"), { headers, form: { revision: "2", ...form }, maxRedirects: 0 });
    const ours = { origin: at(""), "sec-fetch-site": "same-origin" };
    assert.equal((await sent(ours)).status(), 403);
    assert.equal((await sent(ours, { csrf: "A".repeat(43) })).status(), 403);
    assert.equal((await sent({ origin: "https://evil.example" })).status(), 403);
    await page.goto(at("/registers/risks/risk-17"));
    assert.equal(await state(page), "Draft");
  });
};
