// Single sign-on by an OpenID provider that others wrote, in a real browser before the real program.
const assert = require("node:assert/strict");
const { createServer } = require("node:http");
const { join } = require("node:path");
const { pathToFileURL } = require("node:url");
const test = require("node:test");
const { accessible, launch, serve } = require("./served.cjs");

const PASSWORD = "correct horse battery";
let provider, served, browser, context, page;

const listening = (server, port = 0) =>
  new Promise((resolve) => server.listen(port, "127.0.0.1", () => resolve(server.address().port)));

// A port that nobody has; the provider is told the console's address before the console is there.
const freePort = async () => {
  const server = createServer();
  const port = await listening(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
};

// Whoever signs in there is who they say: its own pages for development ask for a name alone.
const openIdProvider = async (back) => {
  // It has no form for `require`, and `import` does not look where NODE_PATH says.
  const { default: Provider } = await import(pathToFileURL(join(process.env.NODE_PATH, "oidc-provider", "lib", "index.js")));
  const server = createServer();
  const port = await listening(server);
  const issuer = `http://127.0.0.1:${port}`;
  const told = new Provider(issuer, {
    clients: [{
      client_id: "probity",
      client_secret: "a-secret-of-some-length",
      application_type: "native",
      redirect_uris: [back],
      grant_types: ["authorization_code"],
      response_types: ["code"],
      require_auth_time: true,
    }],
    pkce: { required: () => true },
  });
  server.on("request", told.callback());
  return { issuer, stop: () => (server.closeAllConnections(), new Promise((resolve) => server.close(resolve))) };
};

const at = (path) => served.address + path;

// The provider has programs on one's own machine agreed to each time.
const agree = () => page.getByRole("button", { name: "Continue" }).click();

// Says at the provider who one is, and agrees.
const signOnAs = async (name) => {
  await page.locator("input[name=login]").fill(name);
  await page.locator("input[name=password]").fill("any");
  await page.getByRole("button", { name: "Sign-in" }).click();
  await agree();
};

test.before(async () => {
  const port = await freePort();
  const back = `http://localhost:${port}/sign-on/back`;
  provider = await openIdProvider(back);
  process.env.SIGN_ON_SECRET = "a-secret-of-some-length";
  served = await serve({
    console: `listen: {host: 127.0.0.1, port: ${port}}, sign_on: {issuer: "${provider.issuer}", client_id: probity, client_secret: {env: SIGN_ON_SECRET}, title: Example login}`,
    name: "serve-sign-on",
  });
  browser = await launch();
  context = await browser.newContext();
  context.setDefaultTimeout(10_000);
  page = await context.newPage();
  await page.goto(served.firstLink);
  await page.getByLabel("Your name").fill("Ada Adler");
  await page.getByLabel("E-mail").fill("ada@example.org");
  await page.getByLabel("Login name").fill("ada");
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Make the account" }).click();
  await page.waitForURL(at("/account"));
});

test.after(async () => {
  await browser?.close();
  await served?.stop();
  await provider?.stop();
});

test("an account is linked with an identity of the provider", async () => {
  await accessible(page, "account-with-sign-on");
  await page.getByRole("button", { name: "Link it with this account" }).click();
  await signOnAs("ada-at-the-provider");
  await page.waitForURL(at("/account?said=sign-on"));
  await page.getByText("Opens this account since").waitFor();
});

test("the identity signs in, and its session says how", async () => {
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL(at("/sign-in"));
  await accessible(page, "sign-in-with-sign-on");
  await page.getByRole("link", { name: "Go on with Example login" }).click();
  // The provider knows the browser still, and only wants an agreement.
  await agree();
  await page.waitForURL(at("/"));
  await page.goto(at("/account"));
  await page.getByRole("cell", { name: "Single sign-on" }).waitFor();
  const cookies = await context.cookies();
  assert.ok(!cookies.some((each) => each.name === "probity-errand"), "an errand is over once it is brought back");
});

test("an identity that nobody linked opens nothing", async () => {
  const other = await browser.newContext();
  const before = page;
  page = await other.newPage();
  await page.goto(at("/sign-in"));
  await page.getByRole("link", { name: "Go on with Example login" }).click();
  await signOnAs("somebody-else");
  await page.getByText("Nobody here has this identity").waitFor();
  await accessible(page, "sign-on-unknown");
  for (const word of ["somebody-else", "ada-at-the-provider", "a-secret-of-some-length"]) {
    assert.ok(!served.output().includes(word), `the log says ${word}`);
  }
  await other.close();
  page = before;
});
