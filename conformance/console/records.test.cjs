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
// Long enough that its text is known again.
const DOCUMENT = {
  name: "leave.md",
  text: "Leave for the care of relatives is granted by the head of a department for up to eleven days in a"
    + " calendar year. A certificate of the practice is handed to the personnel office within three days, and"
    + " the days are entered by the office alone. What is not used by the end of March is lost without payment.",
};
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

let permitted, masked, refused, tools, quoting, waiting;

test.before(async () => {
  provider = await startProvider();
  served = await serve({ upstream: `http://127.0.0.1:${provider.address().port}`, callers: CALLERS, document: DOCUMENT });
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
  quoting = await recorded(await ask(`Shorten this: ${DOCUMENT.text}`));
  waiting = await recorded(await ask("May I?", { model: "silent" }));
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
  await page.getByText("6 records, the newest first").waitFor();
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
  await page.getByText("2 records, the newest first").waitFor();
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

test("every statement of every record leads to an entry of that record", async () => {
  for (const record of [permitted, masked, refused, tools, quoting, waiting]) {
    await page.goto(at(`/records/${record}`));
    const hrefs = (links) => links.evaluateAll((all) => all.map((one) => one.getAttribute("href")));
    const own = await hrefs(page.locator("#entries + div th a"));
    const said = await hrefs(page.getByRole("link", { name: /its entry$/ }));
    assert.ok(said.length >= 4, `${record} has ${said.length} statements`);
    assert.deepEqual([...new Set(said)].sort(), own.toSorted(), record);
    const cells = page.locator("td[data-label='Proven by']");
    assert.equal(await cells.count(), await cells.locator("a").count());
    for (const href of own) {
      assert.equal((await page.goto(at(href))).status(), 200);
      assert.match(await heading(), /^Entry traffic-standard-/);
      await page.locator("main").getByText(record).first().waitFor();
    }
  }
});

test("what an entry says is what its record says", async () => {
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

  await page.getByText("6 records, the newest first").waitFor();
});

test("a document leads to the records that have its text", async () => {
  await page.goto(at("/sources"));
  await page.getByText("1 document of which text is known again").waitFor();
  await accessible(page, "sources");
  await page.getByRole("link", { name: "house/leave.md" }).click();
  assert.equal(await heading(), "Document house/leave.md");
  await accessible(page, "source");

  await page.locator("main a[href^='/records?source=']").first().click();

  await page.getByText("1 record, the newest first").waitFor();
  await page.locator("tbody th a").first().click();
  assert.equal(await heading(), `Record ${quoting}`);
});

test("what waits for a person stands with its queue, its rule and its record", async () => {
  await page.goto(at("/reviews"));
  await accessible(page, "reviews");
  const row = page.getByRole("row").filter({ hasText: waiting });
  await row.getByText("by rule desk-looks-first").waitFor();
  await row.getByText("for reviewer").waitFor();

  await row.getByRole("link", { name: waiting }).click();

  assert.equal(await heading(), `Record ${waiting}`);
});

test("the ledger says how it is, and leads to its newest entries", async () => {
  await page.goto(at("/health"));
  await page.getByText("The ledger is written, sealed and published.").waitFor();
  await accessible(page, "health");
  await page.getByRole("link", { name: "the newest one" }).first().click();
  assert.match(await heading(), /^Entry /);
});

test("no text of the calls stands on any page", async () => {
  for (const path of ["/records", ...[permitted, masked, refused, tools, quoting].map((one) => `/records/${one}`)]) {
    await page.goto(at(path));
    const html = await page.content();
    for (const word of ["Saturday", "jane.doe", "Zx81Qm47", "Refund it", "care of relatives"]) {
      assert.ok(!html.includes(word), `${word} on ${path}`);
    }
  }
});
