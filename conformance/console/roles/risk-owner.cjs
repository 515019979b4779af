// The owner of a risk plans what is done about it, and does not approve work of their own.
const assert = require("node:assert/strict");
const test = require("node:test");

module.exports = ({ at, pages, state }) => {
  test("the owner of a risk writes its treatment and proposes it", async () => {
    const page = pages.tomas;
    await page.goto(at("/registers/treatments/new"));
    await page.getByLabel("Name", { exact: true }).fill("Look-ups only of the order that the message is about");
    await page.locator("[name=f_option]").selectOption("reduce");
    await page.locator("[name=f_risks][value=risk-7]").check();
    await page.locator("[name=f_action]").fill("The tool gets the order's number from the help desk and not from the model.");
    await page.locator("[name=f_owner]").selectOption("person-5");
    await page.locator("[name=f_status]").selectOption("planned");
    await page.locator("[name=f_due]").fill("2099-01-31");
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
