// Auditors read everything; one of the house writes findings, one from outside writes nothing.
const assert = require("node:assert/strict");
const test = require("node:test");
const { accessible } = require("../served.cjs");

module.exports = ({ at, pages, state }) => {
  const refused = async (page, path, form = {}) => {
    await page.goto(at("/account"));
    const csrf = await page.locator("input[name=csrf]").first().inputValue();
    const answer = await page.context().request.post(at(path), {
      headers: { origin: at(""), "sec-fetch-site": "same-origin" }, form: { csrf, ...form }, maxRedirects: 0,
    });
    assert.equal(answer.status(), 403, path);
  };

  test("the internal auditor writes a finding, and no risk", async () => {
    const page = pages.colm;
    await page.goto(at("/registers/findings/new"));
    await page.getByLabel("Name", { exact: true }).fill("Help pages have no day of review");
    await page.locator("[name=f_kind]").selectOption("observation");
    await page.locator("[name=f_origin]").selectOption("internal-audit");
    await page.locator("[name=f_criterion]").fill("Data that a system looks up is kept right (A.7.4).");
    await page.locator("[name=f_fact]").fill("Of twelve pages that were looked at, none says when it was last read.");
    await page.locator("[name=f_found]").fill("2026-11-20");
    await page.getByRole("radio", { name: "Open" }).check();
    await page.getByRole("button", { name: "Save" }).click();
    await page.waitForURL(/finding-4$/);
    assert.equal(await state(page), "Draft");
    assert.equal((await page.goto(at("/registers/risks/new"))).status(), 403);
    await refused(page, "/registers/risks/risk-1/archive", { revision: "1" });
  });

  test("the external auditor reads all registers as they were on a day, and writes nothing", async () => {
    const page = pages.sofia;
    await page.goto(at("/registers"));
    await accessible(page, "registers");
    await page.goto(at("/registers/applicability"));
    assert.ok((await page.locator("tbody tr").count()) >= 38);
    assert.equal(await page.getByRole("link", { name: /New|Import/ }).count(), 0);
    await page.goto(at("/registers/risks"));
    const now = await page.locator("tbody tr").count();
    assert.ok(now >= 5, `${now} risks`);
    await page.goto(at("/registers/risks?at=2020-01-01"));
    await page.getByText("As of the end of 2020-01-01 (UTC).").waitFor();
    assert.equal(await page.locator("tbody tr").count(), 0);
    await page.goto(at("/registers/risks?at=" + new Date().toISOString().slice(0, 10)));
    await page.getByText("As of the end of").waitFor();
    assert.equal(await page.locator("tbody tr").count(), now);
    assert.equal((await page.goto(at("/registers/risks/risk-2"))).status(), 200);
    await page.getByText("I can live with names in messages").waitFor();
    for (const label of ["Edit", "Propose for approval", "Archive", "Say it", "Decide on it"]) {
      assert.equal(await page.locator("main").getByText(label, { exact: true }).count(), 0, label);
    }
    await page.goto(at("/registers/nonconformities/nonconformity-1"));
    await page.getByText("only those who keep this register see it").waitFor();
    assert.equal(await page.getByText("An agent of the late shift").count(), 0);
    assert.equal((await page.goto(at("/registers/risks/risk-2/edit"))).status(), 403);
    assert.equal((await page.goto(at("/registers/risks/import"))).status(), 403);
    await refused(page, "/registers/risks/risk-2/comment", { revision: "1", comment: "I was here" });
    await refused(page, "/registers/risks/risk-2/propose", { revision: "1" });
    await refused(page, "/registers/findings/new", { f_name: "none" });
  });
};
