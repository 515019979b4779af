// What holds for everybody: reading without script, writing by keyboard alone, and silence.
const assert = require("node:assert/strict");
const test = require("node:test");

module.exports = ({ at, pages, password, said }) => {
  test("registers are read without script, on a phone too", async () => {
    const page = pages.henrik;
    const cookies = await page.context().cookies();
    const context = await page.context().browser().newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 800 } });
    await context.addCookies(cookies);
    const reader = await context.newPage();
    await reader.goto(at("/"));
    await reader.getByRole("button", { name: "Menu" }).click();
    await reader.locator("#navigation").getByRole("link", { name: "AI systems", exact: true }).click();
    await reader.locator("tbody").getByRole("link", { name: "Support assistant" }).click();
    await reader.getByText("Drafts answers to customers about orders").waitFor();
    await reader.getByText("Proved by entry").waitFor();
    await context.close();
  });

  test("the keyboard alone is enough to write a record", async () => {
    const page = pages.ines;
    await page.goto(at("/registers/parties/new"));
    const to = async (test) => {
      for (let i = 0; i < 150; i++) {
        await page.keyboard.press("Tab");
        if (await page.evaluate(test)) return;
      }
      assert.fail(`not reached by Tab: ${test}`);
    };
    await to("document.activeElement.id.endsWith('name')");
    await page.keyboard.type("Riders of the delivery service");
    await to("document.activeElement.id.endsWith('kind')");
    await page.keyboard.type("Suppliers");
    await to("document.activeElement.id.endsWith('stake')");
    await page.keyboard.type("Addresses that are right");
    await to("document.activeElement.textContent === 'Save'");
    await page.keyboard.press("Enter");
    await page.waitForURL(/party-\d+$/);
    assert.equal(await page.locator("h1").innerText(), "Riders of the delivery service");
  });

  test("no password stands in what the program says", () => {
    assert.ok(!said().includes(password));
  });
};
