// Under ../review/reviewed.py: what the official SDK makes of a request that waits for a person.
const assert = require("node:assert/strict");
const { execFileSync } = require("node:child_process");
const { join } = require("node:path");
const test = require("node:test");
const { OpenAI, ask, provider, raised } = require("./support.cjs");

const env = process.env;
const probity = join(__dirname, "..", "..", "probity");

test("a request that waits is sent once, passes once when granted, and waits again", async () => {
  let attempts = 0;
  const counted = (...words) => (attempts++, fetch(...words));
  const sdk = new OpenAI({ baseURL: `${env.PROBITY_URL}/v1`, apiKey: env.PROBITY_KEY, fetch: counted });
  const send = () => sdk.chat.completions.create({ model: "chat", messages: ask("Write to bob@example.com") });
  const before = (await provider.requests()).length;

  const held = await raised(send());
  assert.ok(held instanceof OpenAI.PermissionDeniedError);
  assert.deepEqual([attempts, (await provider.requests()).length], [1, before]);

  const ticket = held.headers.get("x-probity-ticket");
  const access = ["--control", env.PROBITY_CONTROL, "--key", env.PROBITY_REVIEWER];
  execFileSync(probity, ["review", "grant", ticket, "--reason", "he asked for it", ...access]);
  assert.ok((await send()).choices[0].message.content);
  assert.ok((await raised(send())) instanceof OpenAI.PermissionDeniedError);
  assert.deepEqual([attempts, (await provider.requests()).length], [3, before + 1]);
});
