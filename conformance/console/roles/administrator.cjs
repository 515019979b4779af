// The administrator of accounts invites people, and has no say in records.
const assert = require("node:assert/strict");
const test = require("node:test");

module.exports = ({ at, pages, invite, join }) => {
  test("the administrator invites somebody of the register, and writes no risks", async () => {
    const page = pages.pavel;
    const noor = await join("noor", await invite(page, "person-9"));
    await noor.goto(at("/"));
    await noor.getByText("Signed in as Noor de Vries, Policy approver.").waitFor();
    await noor.getByText("Nothing waits for you.").waitFor();
    assert.equal((await noor.goto(at("/accounts"))).status(), 403);
    assert.equal((await page.goto(at("/registers/risks/new"))).status(), 403);
    await noor.context().close();
  });
};
