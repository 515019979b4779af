// What the console shows of the gateway, after real calls, in a real browser.
const assert = require("node:assert/strict");
const { createHash, randomBytes } = require("node:crypto");
const { createServer } = require("node:http");
const test = require("node:test");
const { accessible, launch, serve } = require("./served.cjs");

const KEY = `pk_support-bot_${randomBytes(32).toString("base64url")}`;
const CALLERS = [
  { id: "support-bot", sha256: createHash("sha256").update(KEY).digest("hex"), roles: ["support"] },
];
let provider, served, browser, context, page;

// A model that asks for both tools where they are offered, and else repeats what it was told.
const answer = (asked) => {
  const call = (name, id) => ({ id, type: "function", function: { name, arguments: "{}" } });
  const message = asked.tools
    ? { role: "assistant", content: null, tool_calls: [call("lookup_order", "c1"), call("issue_refund", "c2")] }
    : { role: "assistant", content: asked.messages.at(-1).content };
  const finish_reason = asked.tools ? "tool_calls" : "stop";
  return {
    id: "chatcmpl-1", object: "chat.completion", created: 1, model: asked.model,
    choices: [{ index: 0, message, finish_reason }],
    usage: { prompt_tokens: 9, completion_tokens: 5, total_tokens: 14 },
  };
};

const startProvider = () =>
  new Promise((resolve) => {
    const server = createServer(async (request, response) => {
      let body = "";
      for await (const part of request) body += part;
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify(answer(JSON.parse(body))));
    });
    server.listen(0, "127.0.0.1", () => resolve(server));
  });

// One call; resolves to its record.
const ask = async (content, more = {}) => {
  const response = await fetch(`${served.gateway}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${KEY}`, "content-type": "application/json" },
    body: JSON.stringify({ model: "chat", messages: [{ role: "user", content }], ...more }),
  });
  await response.text();
  return response.headers.get("x-probity-record");
};

const at = (path) => served.address + path;
const heading = () => page.locator("h1").innerText();

// The index follows the ledger about a second behind.
const recorded = async (record) => {
  for (let tries = 0; tries < 100; tries++) {
    await page.goto(at(`/records/${record}`));
    if ((await page.getByRole("heading", { name: "Outcome" }).count()) > 0
      && (await page.getByText("None is published yet.").count()) === 0) return record;
    await page.waitForTimeout(100);
  }
  throw new Error(`record ${record} did not come`);
};

let permitted, masked, refused, tools;

test.before(async () => {
  provider = await startProvider();
  served = await serve({ upstream: `http://127.0.0.1:${provider.address().port}`, callers: CALLERS });
  browser = await launch();
  context = await browser.newContext();
  page = await context.newPage();
  await page.goto(served.firstLink);
  await page.getByLabel("Your name").fill("Ada Adler");
  await page.getByLabel("E-mail").fill("ada@example.org");
  await page.getByLabel("Login name").fill("ada");
  await page.getByLabel("Password").fill("correct horse battery");
  await page.getByRole("button").click();
  await page.getByRole("heading", { name: "Your account" }).waitFor();
  const tool = (name) => ({ type: "function", function: { name, parameters: { type: "object" } } });
  permitted = await recorded(await ask("When do you open on Saturday?"));
  masked = await recorded(await ask("Write to jane.doe@example.com about the delay."));
  refused = await recorded(await ask("My key is sk-" + "proj-" + "Zx81Qm47Lp20Vn63Kd95Tb16Hc38Rf72"));
  tools = await recorded(await ask("Refund it.", { tools: [tool("lookup_order"), tool("issue_refund")] }));
});

test.after(async () => {
  await browser?.close();
  await served?.stop();
  provider?.close();
});

test("records are found by what was found in them, step by step", async () => {
  await page.goto(at("/"));
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Records" }).click();
  await page.getByText("4 records, the newest first").waitFor();
  await accessible(page, "records");

  await page.getByRole("complementary").getByRole("link", { name: "personal.email" }).click();

  await page.getByText("1 record, the newest first").waitFor();
  await page.locator("tbody th a").first().click();
  assert.equal(await heading(), `Record ${masked}`);
  await accessible(page, "record-masked");
});

test("a record of a refused tool call says so, with the rule as it is written", async () => {
  await page.goto(at(`/records/${tools}`));

  await page.getByText("1 tool call of the model was refused.").waitFor();
  await page.getByText("a refund is issued by a person").first().waitFor();
  assert.equal(await page.getByText("tool == 'issue_refund'").count(), 1);
  await accessible(page, "record-tools");
});

test("what is asked for stays while times are added, and goes one by one", async () => {
  await page.goto(at("/records?verdict=refuse"));
  await page.getByText("1 record, the newest first").waitFor();
  await page.getByLabel("Before, UTC").fill("2001-01-01");
  await page.getByRole("button", { name: "Find" }).click();
  await page.getByText("No published record meets all of this.").waitFor();
  await accessible(page, "records-none");
  assert.match(page.url(), /verdict=refuse/);

  await page.getByRole("link", { name: /^Verdict: refuse/ }).click();

  assert.doesNotMatch(page.url(), /verdict/);
});

test("a record is found by its id, and its proof can be kept", async () => {
  await page.goto(at("/records"));
  await page.getByLabel("One record").fill(permitted.toLowerCase());
  await page.getByRole("button", { name: "Find" }).click();
  assert.equal(await heading(), `Record ${permitted}`);

  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: /^Proof of the outcome/ }).click(),
  ]);

  assert.match(download.suggestedFilename(), /^traffic-standard-.*\.tlog-proof$/);
});

test("every statement leads to the entry that proves it", async () => {
  await page.goto(at(`/records/${refused}`));
  await page.getByRole("link", { name: "its entry" }).first().click();
  assert.match(await heading(), /^Entry traffic-standard-/);
  await page.getByText('"verdict":"refuse"').first().waitFor();
  await accessible(page, "entry");

  await page.getByRole("link", { name: "its record" }).click();

  assert.equal(await heading(), `Record ${refused}`);
});

test("the bundle of a record is the one that is in force, with its rules", async () => {
  await page.goto(at("/bundles"));
  await page.getByRole("heading", { name: "In force", exact: true }).waitFor();
  await accessible(page, "bundles");
  await page.getByRole("link", { name: "conformance 1.0.0" }).first().click();
  await page.getByRole("heading", { name: "refunds-need-a-person" }).waitFor();
  await accessible(page, "bundle");

  await page.getByRole("link", { name: "Records that it decided" }).click();

  await page.getByText("4 records, the newest first").waitFor();
});

test("documents, reviews and the ledger have their pages, empty or not", async () => {
  for (const [path, says] of [
    ["/sources", "0 documents of which text is known again"],
    ["/reviews", "Nothing waits for a person."],
    ["/health", "The ledger is written, sealed and published."],
  ]) {
    await page.goto(at(path));
    await page.getByText(says).waitFor();
    await accessible(page, path.slice(1));
  }
});

test("no text of the calls stands on any page", async () => {
  for (const path of ["/records", ...[permitted, masked, refused, tools].map((one) => `/records/${one}`)]) {
    await page.goto(at(path));
    const html = await page.content();
    for (const word of ["Saturday", "jane.doe", "Zx81Qm47", "Refund it"]) {
      assert.ok(!html.includes(word), `${word} on ${path}`);
    }
  }
});
