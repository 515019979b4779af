const assert = require("node:assert/strict");
const { beforeEach, test } = require("node:test");
const { OpenAI, SECRET, ask, client, entry, provider, raised, record, until } = require("./support.cjs");

const LOOKUP = {
  type: "function",
  function: { name: "lookup_order", parameters: { type: "object", properties: { order: { type: "string" } } } },
};

const chat = (request, options) => client(options).chat.completions.create({ model: "chat", ...request });

beforeEach(() => provider.forget());

test("a question is answered, and the answer names its record", async () => {
  const { data, response } = await chat({ messages: ask("What is the weather in Bern?") }).withResponse();

  assert.equal(data.choices[0].message.content, "You said: What is the weather in Bern?");
  assert.equal(data.usage.total_tokens, 21);
  assert.equal(entry("intent", record(response.headers)).verdict, "permit");
  assert.equal(entry("outcome", record(response.headers)).ending, "delivered");
});

test("two choices come back as two", async () => {
  const answer = await chat({ messages: ask("twice"), n: 2 });

  assert.deepEqual(answer.choices.map((choice) => choice.index), [0, 1]);
});

test("the provider gets its own credential and never the caller's key", async () => {
  await chat({ messages: ask("hello") });

  const [seen] = await provider.requests();
  assert.equal(seen.headers.authorization, `Bearer ${provider.credential}`);
  assert.ok(!JSON.stringify(seen).includes(process.env.PROBITY_KEY));
});

test("a stream arrives whole and in order", async () => {
  const stream = await chat({ messages: ask("one two"), stream: true, stream_options: { include_usage: true } });
  const chunks = [];
  await collect(stream, chunks);

  assert.equal(text(chunks), "You said: one two");
  assert.equal(chunks.at(-1).usage.total_tokens, 21);
});

test("a tool call is asked, answered and quoted", async () => {
  const messages = ask("Where is order 88214?");
  const asked = (await chat({ model: "tools", messages, tools: [LOOKUP] })).choices[0];
  const [call] = asked.message.tool_calls;
  const result = { role: "tool", tool_call_id: call.id, content: "on its way" };
  const answer = await chat({ model: "tools", messages: [...messages, asked.message, result], tools: [LOOKUP] });

  assert.equal(asked.finish_reason, "tool_calls");
  assert.deepEqual(JSON.parse(call.function.arguments), { order: "88214" });
  assert.equal(answer.choices[0].message.content, "You said: on its way");
});

test("the SDK's own accumulator puts a streamed tool call together", async () => {
  const stream = client().chat.completions.stream({ model: "tools", messages: ask("order 88214"), tools: [LOOKUP] });
  const [call] = (await stream.finalChatCompletion()).choices[0].message.tool_calls;

  assert.equal(call.function.name, "lookup_order");
  assert.deepEqual(JSON.parse(call.function.arguments), { order: "88214" });
});

test("a refusal raises the SDK's own error with reason and record, and is not retried", async () => {
  const refused = await raised(chat({ messages: ask(SECRET) }, { maxRetries: 3 }));

  assert.ok(refused instanceof OpenAI.PermissionDeniedError);
  assert.equal(refused.type, "probity_refusal");
  assert.equal(refused.code, "refuse-secret-in-prompt");
  assert.ok(refused.message.includes(`(record ${record(refused.headers)})`));
  assert.equal(refused.headers.get("x-should-retry"), "false");
  assert.deepEqual(await provider.requests(), []);
});

test("a refusal is one exchange, not four", async () => {
  let sent = 0;
  const counting = (...call) => (sent++, fetch(...call));
  await raised(chat({ messages: ask(SECRET) }, { maxRetries: 3, fetch: counting }));

  assert.equal(sent, 1);
});

test("the provider sees a mask in place of an address", async () => {
  await chat({ messages: ask("Please write to ada@example.org today"), x_unknown: { a: [null, "ü"] } });

  const body = JSON.parse((await provider.requests())[0].body);
  assert.match(body.messages[0].content, /^Please write to [^@]+ today$/);
  assert.deepEqual(body.x_unknown, { a: [null, "ü"] });
});

test("an unknown key is an authentication error", async () => {
  const turnedAway = await raised(chat({ messages: ask("hello") }, { apiKey: `pk_support-bot_${"A".repeat(43)}` }));

  assert.ok(turnedAway instanceof OpenAI.AuthenticationError);
  assert.deepEqual(await provider.requests(), []);
});

test("an undeclared model is refused", async () => {
  const refused = await raised(chat({ model: "undeclared-model", messages: ask("hello") }));

  assert.ok(refused instanceof OpenAI.PermissionDeniedError);
});

test("a provider that limits is asked again by the SDK, and then raises", async () => {
  const limited = await raised(chat({ model: "limited", messages: ask("hello") }, { maxRetries: 1 }));

  assert.ok(limited instanceof OpenAI.RateLimitError);
  assert.equal((await provider.requests()).length, 2);
});

test("an error of the provider arrives as its own", async () => {
  const broken = await raised(chat({ model: "broken", messages: ask("hello") }));

  assert.ok(broken instanceof OpenAI.InternalServerError);
  assert.equal(broken.code, "server_error");
});

test("a provider that never answers is a gateway time-out", async () => {
  const late = await raised(chat({ model: "slow", messages: ask("hello") }));

  assert.equal(late.status, 504);
  assert.equal(entry("outcome", record(late.headers)).ending, "upstream-failed");
});

test("a client that gives up waiting takes the upstream call with it", async () => {
  const { left_by_peer: left } = await provider.stats();
  const gaveUp = await raised(chat({ model: "slow", messages: ask("hello") }, { timeout: 1000 }));

  assert.ok(gaveUp instanceof OpenAI.APIConnectionTimeoutError);
  await until(async () => (await provider.stats()).left_by_peer === left + 1);
});

test("a client that hangs up during a silent stream ends the upstream call", async () => {
  const { left_by_peer: left } = await provider.stats();
  const { data: stream, response } = await chat({ model: "silent", messages: ask("hi"), stream: true }).withResponse();
  for await (const _ of stream) break; // leaving the loop aborts the request

  await until(async () => (await provider.stats()).left_by_peer === left + 1);
  assert.equal(entry("outcome", record(response.headers)).ending, "client-gone");
});

test("a stream that the provider drops never ends cleanly", async () => {
  const { data: stream, response } = await chat({ model: "dies", messages: ask("hi"), stream: true }).withResponse();

  await raised(collect(stream, []));
  assert.equal(entry("outcome", record(response.headers)).ending, "upstream-failed");
});

test("a secret that is streamed letter by letter is cut, and the stream breaks", async () => {
  const { data: stream, response } = await chat({ model: "leaky", messages: ask("key"), stream: true }).withResponse();
  const chunks = [];
  await raised(collect(stream, chunks));

  assert.ok("The key is ".startsWith(text(chunks)));
  assert.equal(entry("outcome", record(response.headers)).ending, "cut");
});

async function collect(stream, chunks) {
  for await (const chunk of stream) chunks.push(chunk);
}

const text = (chunks) => chunks.map((chunk) => chunk.choices[0]?.delta.content ?? "").join("");
