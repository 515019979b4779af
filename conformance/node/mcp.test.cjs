// The official TypeScript SDKs, unchanged, before a server of tools: that of the revisions with
// sessions, and that of both. See ../mcp/tooled.py, which starts what this drives.
const assert = require("node:assert/strict");
const { test } = require("node:test");
const old = {
  ...require("@modelcontextprotocol/sdk/client/index.js"),
  ...require("@modelcontextprotocol/sdk/client/streamableHttp.js"),
};
const both = require("@modelcontextprotocol/client");
const { entry, until } = require("./support.cjs");

const env = process.env;
const url = new URL(`${env.PROBITY_URL}/mcp`);
const info = { name: "suite", version: "1.0.0" };

const eras = {
  "sdk 1": { ...old, options: {} },
  "client 2, with sessions": { ...both, options: { versionNegotiation: { mode: "legacy" } } },
  "client 2, without": { ...both, options: { versionNegotiation: { mode: { pin: "2026-07-28" } } } },
};

/** A connected client; `seen` takes the answers of HTTP. */
async function connected(era, seen = [], key = env.PROBITY_KEY) {
  const client = new era.Client(info, era.options);
  const watched = async (to, init) => {
    const answer = await fetch(to, init);
    seen.push({ request: init ?? {}, answer });
    return answer;
  };
  const transport = new era.StreamableHTTPClientTransport(url, {
    fetch: watched,
    requestInit: { headers: { authorization: `Bearer ${key}` } },
  });
  await client.connect(transport);
  return { client, transport };
}

const recordOf = (seen, method) =>
  seen.find(({ request }) => String(request.body).includes(`"${method}"`)).answer.headers.get("x-probity-record");

for (const [name, era] of Object.entries(eras)) {
  test(`${name}: a list has what may be called`, async () => {
    const seen = [];
    const { client } = await connected(era, seen);
    const { tools } = await client.listTools();
    assert.deepEqual(tools.map((tool) => tool.name), ["lookup_order", "issue_refund", "slow_report"]);
    assert.match(tools[0].description, /\[redacted:personal.email\]/);
    const outcome = entry("outcome", recordOf(seen, "tools/list"));
    assert.deepEqual(outcome.alterations.find(({ label }) => label === "tool-not-offered"), { label: "tool-not-offered", count: 3 });
    await client.close();
  });

  test(`${name}: a permitted call is made, a step, and its answer masked`, async () => {
    const seen = [];
    const { client } = await connected(era, seen);
    const answer = await client.callTool({ name: "lookup_order", arguments: { order: "7" } });
    assert.equal(answer.content[0].text, "order 7 is for [redacted:personal.email]");
    const step = entry("step", recordOf(seen, "tools/call"));
    assert.deepEqual([step.tool, step.verdict], ["lookup_order", "permit"]);
    await client.close();
  });

  for (const [tool, args, says] of [
    ["drop_tables", {}, "no rule of the bundle permits this tool call"],
    ["undeclared", {}, "the tool is not one that the bundle declares"],
    ["issue_refund", { order: "7", sum: 5000 }, "a large refund is issued by a person"],
  ]) {
    test(`${name}: a refused call of ${tool} raises, and the client goes on`, async () => {
      const { client } = await connected(era);
      await assert.rejects(client.callTool({ name: tool, arguments: args }), (error) => {
        assert.equal(error.code, -32010);
        assert.ok(error.message.includes(says), error.message);
        return true;
      });
      const small = await client.callTool({ name: "issue_refund", arguments: { order: "7", sum: 5 } });
      assert.equal(small.content[0].text, "5 paid for 7");
      await client.close();
    });
  }

  test(`${name}: progress comes through masked`, async () => {
    const { client } = await connected(era);
    const heard = [];
    const options = { onprogress: ({ progress, message }) => heard.push(`${progress} ${message}`) };
    const report = { name: "slow_report", arguments: {} };
    const answer = name === "sdk 1" ? await client.callTool(report, undefined, options) : await client.callTool(report, options);
    assert.equal(answer.content[0].text, "done");
    assert.deepEqual(heard, [1, 2, 3].map((n) => `${n} step ${n} for [redacted:personal.email]`));
    await client.close();
  });
}

test("sdk 1: a session is kept, streams by GET, and is ended", async () => {
  const seen = [];
  const { client, transport } = await connected(eras["sdk 1"], seen);
  await client.listTools();
  await until(() => seen.some(({ request, answer }) => request.method === "GET" && answer.status === 200));
  assert.match(transport.sessionId, /^[0-9a-f]{32}$/);
  await transport.terminateSession();
  const ended = seen.find(({ request }) => request.method === "DELETE");
  assert.equal(ended.answer.status, 200);
  assert.ok(seen.some(({ answer }) => answer.status === 202));
  await client.close();
});

test("sdk 1: who may use no tools is refused", async () => {
  await assert.rejects(connected(eras["sdk 1"], [], env.PROBITY_GUEST_KEY), /no rule of the bundle permits this request/);
});
