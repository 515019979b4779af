// Two people work on one record at the same time, and neither loses a word.
const assert = require("node:assert/strict");
const test = require("node:test");
const { accessible } = require("../served.cjs");

module.exports = ({ at, pages }) => {
  const open = () =>
    Promise.all([pages.ines, pages.priya].map((page) => page.goto(at("/registers/risks/risk-10/edit"))));
  const save = async (page) => {
    await page.getByRole("button", { name: "Save" }).click();
  };

  test("what two people change in other fields of one record is all kept", async () => {
    await open();
    await pages.ines.getByLabel("Cause").fill("A name may point to another model tomorrow; the terms allow it.");
    await pages.priya.getByLabel("Signs").fill("Canaries; the tone of drafts.");
    await save(pages.ines);
    await pages.ines.waitForURL(/risk-10$/);
    await save(pages.priya);
    await pages.priya.waitForURL(/risk-10$/);

    const main = pages.priya.locator("main > .detail dl").first();
    await main.getByText("the terms allow it.").waitFor();
    await main.getByText("the tone of drafts.").waitFor();
    await pages.priya.getByText(/Revision 3, merged/).waitFor();
  });

  test("where two people change one field, the second sees both texts and nothing is lost", async () => {
    await open();
    await pages.ines.getByLabel("Consequence", { exact: true }).fill("Ines: drafts change overnight.");
    await pages.priya.getByLabel("Consequence", { exact: true }).fill("Priya: agents trust a stranger.");
    await pages.priya.getByLabel("Signs").fill("Priya: a sudden change of length.");
    await save(pages.ines);
    await pages.ines.waitForURL(/risk-10$/);
    await save(pages.priya);

    const clash = pages.priya.locator(".notice-care");
    await clash.getByText("they wrote: Ines: drafts change overnight.").waitFor();
    await clash.getByText("you wrote: Priya: agents trust a stranger.").waitFor();
    assert.equal(await pages.priya.getByLabel("Signs").inputValue(), "Priya: a sudden change of length.");
    await accessible(pages.priya, "clash");
    await pages.priya
      .getByLabel("Consequence", { exact: true })
      .fill("Drafts change overnight, and agents trust a stranger.");
    await save(pages.priya);
    await pages.priya.waitForURL(/risk-10$/);
    await pages.priya.locator("dd", { hasText: "Drafts change overnight, and agents trust a stranger." }).first().waitFor();
    await pages.priya.locator("ins", { hasText: "Ines: drafts change overnight." }).first().waitFor();
  });
};
