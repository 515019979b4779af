// What people do first in the console, in a real browser before the real program.
const assert = require("node:assert/strict");
const { createHmac } = require("node:crypto");
const test = require("node:test");
const { accessible, launch, serve } = require("./served.cjs");

const PASSWORD = "correct horse battery";
let served, browser, context, page;

test.before(async () => {
  served = await serve();
  browser = await launch();
  context = await browser.newContext();
  page = await context.newPage();
});

test.after(async () => {
  await browser?.close();
  await served?.stop();
});

const at = (path) => served.address + path;
const heading = () => page.locator("h1").innerText();
const session = async () => (await context.cookies()).find((each) => each.name === "probity")?.value;

const signIn = async (login, password, code = "") => {
  await page.goto(at("/sign-in"));
  await page.getByLabel("Login name").fill(login);
  await page.getByLabel("Password").fill(password);
  await page.getByLabel("One-time code").fill(code);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
};

const signOut = () => page.getByRole("button", { name: "Sign out" }).click();

// RFC 6238, as an app computes it.
const code = (secret, ahead = 0) => {
  const bits = [...secret].map((c) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + ahead));
  const hash = createHmac("sha1", key).update(step).digest();
  const offset = hash.at(-1) & 15;
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
};

test("the printed link makes the first account, once", async () => {
  await page.goto(served.firstLink);
  await accessible(page, "first");
  await page.getByLabel("Your name").fill("Ada Adler");
  await page.getByLabel("E-mail").fill("ada@example.org");
  await page.getByLabel("Login name").fill("ada");
  await page.getByLabel("Password").fill("short");
  await page.getByRole("button").click();
  await page.getByText("has 5 characters, at least 12 were expected").waitFor();
  await accessible(page, "first-mistaken");
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button").click();

  assert.equal(await heading(), "Your account");
  await accessible(page, "account");
  assert.equal((await page.goto(served.firstLink)).status(), 404);
});

test("a wrong password is refused, the right one opens, and the session is a new one", async () => {
  await page.goto(at("/account"));
  await signOut();
  await context.addCookies([{ name: "probity", value: "planted", url: served.address }]);
  await signIn("ada", "wrong horse battery");
  await page.getByText("login name, password or code is wrong").waitFor();
  await accessible(page, "sign-in-refused");

  await signIn("ada", PASSWORD);

  assert.equal(await heading(), "Overview");
  assert.notEqual(await session(), "planted");
  const cookie = (await context.cookies()).find((each) => each.name === "probity");
  assert.deepEqual([cookie.httpOnly, cookie.sameSite], [true, "Lax"]);
  await accessible(page, "overview");
});

test("a form without the session's token, or of another site, does nothing", async () => {
  const sent = (headers) =>
    context.request.post(at("/account/sessions/end-others"), { headers, form: {}, maxRedirects: 0 });
  assert.equal((await sent({ "sec-fetch-site": "same-origin", origin: served.address })).status(), 403);
  assert.equal((await sent({ origin: "https://evil.example" })).status(), 403);
  assert.equal((await sent({})).status(), 403);
});

test("an authenticator app is asked for once it is set up", async () => {
  await page.goto(at("/account/app"));
  await accessible(page, "app");
  const secret = (await page.locator("p.secret").innerText()).replaceAll(" ", "");
  await page.getByLabel("Code that the app shows now").fill(code(secret));
  await page.getByRole("button", { name: "Use this app" }).click();
  assert.equal(await page.locator("ul.secret li").count(), 10);
  await accessible(page, "codes");
  const recovery = await page.locator("ul.secret li").first().innerText();
  await signOut();

  await signIn("ada", PASSWORD);
  await page.getByText("login name, password or code is wrong").waitFor();
  await signIn("ada", PASSWORD, code(secret, 1));
  assert.equal(await heading(), "Overview");
  await signOut();
  await signIn("ada", PASSWORD, recovery);
  assert.equal(await heading(), "Overview");
  await page.goto(at("/account"));
  await page.getByRole("button", { name: "Remove the app" }).click();
  await page.getByText("no longer asks for a code").waitFor();
});

test("a passkey of this device signs in without a password", async () => {
  const protocol = await context.newCDPSession(page);
  await protocol.send("WebAuthn.enable");
  await protocol.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true,
      isUserVerified: true, automaticPresenceSimulation: true,
    },
  });
  await page.goto(at("/account/passkeys"));
  await accessible(page, "passkey");
  await page.getByLabel("Name of the passkey").fill("Laptop");
  await page.getByRole("button", { name: "Make the passkey" }).click();
  await page.getByText("The passkey is added.").waitFor();
  await accessible(page, "account-with-passkey");
  await signOut();

  await page.goto(at("/sign-in"));
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await page.waitForURL(at("/"));
  await page.goto(at("/account"));
  assert.equal(await page.getByRole("cell", { name: "Passkey", exact: true }).count(), 1);
});

test("somebody who is invited has an account of their own, and no more than their duties", async () => {
  await page.goto(at("/accounts/invite"));
  await accessible(page, "invite");
  await page.getByLabel("Name", { exact: true }).fill("Ben <b>Bauer</b>");
  await page.getByLabel("E-mail").fill("ben@example.org");
  await page.getByLabel("Risk or control owner").check();
  await page.getByRole("button", { name: "Make the link" }).click();
  const link = await page.locator("p.secret").innerText();
  await accessible(page, "link");

  const other = await browser.newContext({ javaScriptEnabled: false });
  const guest = await other.newPage();
  await guest.goto(link);
  await guest.getByText("This link is for Ben <b>Bauer</b>").waitFor();
  await guest.getByLabel("Login name").fill("ben");
  await guest.getByLabel("Password").fill(PASSWORD);
  await guest.getByRole("button").click();
  assert.equal(await guest.locator("h1").innerText(), "Your account");
  assert.equal((await guest.goto(at("/accounts"))).status(), 403);

  await page.goto(at("/accounts"));
  await accessible(page, "accounts");
  await page.getByRole("button", { name: "Disable account ben" }).click();
  await page.getByText("Disabled").waitFor();
  await guest.goto(at("/account"));
  assert.equal(await guest.locator("h1").innerText(), "Sign in");
  await other.close();
});

test("all of it is read and used without script", async () => {
  const plain = await browser.newContext({ javaScriptEnabled: false });
  const reader = await plain.newPage();
  await reader.goto(at("/account"));
  assert.equal(await reader.getByRole("button", { name: "Sign in with a passkey" }).count(), 0);
  await reader.getByLabel("Login name").fill("ada");
  await reader.getByLabel("Password").fill(PASSWORD);
  await reader.getByRole("button", { name: "Sign in" }).click();
  assert.equal(await reader.locator("h1").innerText(), "Your account");
  await reader.setViewportSize({ width: 390, height: 800 });
  await reader.getByRole("button", { name: "Menu" }).click();
  await reader.getByRole("link", { name: "Accounts" }).click();
  assert.equal(await reader.locator("h1").innerText(), "Accounts");
  await plain.close();
});

test("the keyboard alone is enough to sign in", async () => {
  await page.goto(at("/account"));
  await signOut();
  await page.goto(at("/sign-in"));
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Skip to content");
  await page.keyboard.press("Enter");
  for (const word of ["ada", PASSWORD]) {
    await page.keyboard.press("Tab");
    await page.keyboard.type(word);
  }
  await page.keyboard.press("Enter");
  await page.waitForURL(at("/"));
  await signOut();
});

test("no page says a word to its log, and no secret stands in the program's", async () => {
  assert.ok(!served.output().includes(PASSWORD));
  const said = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(String(error)));
  await page.goto(at("/sign-in"));
  await page.waitForLoadState("networkidle");
  assert.deepEqual(said, []);
});
