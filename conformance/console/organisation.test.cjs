// The made-up organisation of `./probity demo`: people of every duty do in a browser what they are
// there for, one file each in `roles/`, in this order.
const test = require("node:test");
const { demo, launch } = require("./served.cjs");

const PASSWORD = "correct horse battery";

// Who has an account, by the name that the files call them.
const PEOPLE = {
  henrik: "person-2",
  marta: "person-3",
  priya: "person-4",
  tomas: "person-5",
  leila: "person-6",
  colm: "person-10",
  sofia: "person-12",
  pavel: "person-13",
};

const organisation = { pages: {}, password: PASSWORD };
let served;

organisation.said = () => served.output();

organisation.at = (path) => served.address + path;

// Makes an account by a link, in a browser of its own, and leaves it signed in.
organisation.join = async (login, link) => {
  const context = await organisation.browser.newContext();
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  await page.goto(link);
  await page.getByLabel("Login name").fill(login);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Make the account" }).click();
  await page.waitForURL(organisation.at("/account"));
  return page;
};

// The link for somebody of the register, from whoever may invite.
organisation.invite = async (page, person) => {
  await page.goto(organisation.at("/accounts/invite"));
  await page.getByLabel("Who").selectOption(person);
  await page.getByRole("button", { name: "Make the link" }).click();
  return page.locator("p.secret").innerText();
};

organisation.state = (page) => page.locator("aside .tag").innerText();

test.before(async () => {
  organisation.browser = await launch();
  served = await demo();
  const ines = await organisation.join("ines", served.link);
  organisation.pages.ines = ines;
  for (const [login, person] of Object.entries(PEOPLE)) {
    organisation.pages[login] = await organisation.join(login, await organisation.invite(ines, person));
  }
});

test.after(async () => {
  await organisation.browser?.close();
  await served?.stop();
});

for (const role of [
  "aims-manager", "risk-owner", "top-management", "two-people", "auditors", "data-protection",
  "administrator", "anybody",
]) {
  require(`./roles/${role}.cjs`)(organisation);
}
