// The data protection officer decides on impacts, and sees who raised a concern.
const assert = require("node:assert/strict");
const test = require("node:test");

module.exports = ({ at, pages, state }) => {
  test("the data protection officer returns an impact and reads who raised a concern", async () => {
    const page = pages.leila;
    await page.goto(at("/"));
    await page.locator("section.waiting").getByRole("link", { name: "Worse answers for those who write in other languages" }).click();
    await page.getByRole("link", { name: "Decide on it" }).click();
    await page.getByRole("link", { name: "Return it to be worked on" }).click();
    await page.getByLabel("Reason").fill("Which treatment answers it? The one on matched questions is not linked.");
    await page.getByRole("button", { name: "Return it to be worked on" }).click();
    await page.waitForURL(/impact-4$/);
    assert.equal(await state(page), "Returned");
    await page.goto(at("/registers/nonconformities/nonconformity-1"));
    await page.getByText("An agent of the late shift").waitFor();
    assert.equal((await page.goto(at("/registers/risks/new"))).status(), 403);
  });
};
