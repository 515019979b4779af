// The owner of a risk plans what is done about it, and does not approve work of their own.
const assert = require("node:assert/strict");
const test = require("node:test");

module.exports = ({ at, pages, state }) => {
  test("the owner of a risk writes its treatment and proposes it", async () => {
    const page = pages.tomas;
    await page.goto(at("/registers/treatments/new"));
    await page.getByLabel("Name", { exact: true }).fill("Look-ups only of the order that the message is about");
    await page.getByRole("combobox", { name: "Option" }).selectOption("reduce");
    await page.locator("[name$=risks]").first().waitFor();
    const risks = page.getByLabel("Risks and opportunities");
    if ((await risks.first().evaluate((it) => it.tagName)) === "TEXTAREA") await risks.first().fill("risk-7");
    else await page.getByLabel(/hidden in messages of customers/).check();
    await page.getByLabel("What is done").fill("The tool gets the order's number from the help desk and not from the model.");
    await page.getByLabel("Owner").selectOption("person-5");
    await page.getByLabel("Status").selectOption("planned");
    await page.getByLabel("Due", { exact: true }).fill("2099-01-31");
    await page.getByRole("button", { name: "Save" }).click();
    await page.waitForURL(/treatment-14$/);
    await page.getByRole("button", { name: "Propose for approval" }).click();
    assert.equal(await state(page), "Waits for approval");
  });

  test("nobody decides on work of their own, whatever their duties", async () => {
    const page = pages.tomas;
    await page.goto(at("/registers/risks/risk-7"));
    await page.getByText("nobody approves their own work").waitFor();
    assert.equal(await page.getByRole("link", { name: "Decide on it" }).count(), 0);
    for (const path of ["/decide", "/decide/approved"]) {
      assert.equal((await page.goto(at(`/registers/risks/risk-7${path}`))).status(), 403, path);
    }
  });
};
