const assert = require("node:assert/strict");
const { beforeEach, test } = require("node:test");
const { OpenAI, SECRET, client, entry, provider, raised, record, until } = require("./support.cjs");

const tool = (name) => ({ type: "function", name, strict: false, parameters: { type: "object", properties: {} } });
const LOOKUP = tool("lookup_order");
const REFUND = tool("issue_refund");

const ask = (request, options) => client(options).responses.create({ model: "chat", ...request });
const embed = (request, options) => client(options).embeddings.create({ model: "chat", ...request });

beforeEach(() => provider.forget());

test("a question is answered and recorded", async () => {
  const { data, response } = await ask({ input: "What is the weather in Bern?" }).withResponse();

  assert.equal(data.output_text, "You said: What is the weather in Bern?");
  assert.equal(entry("intent", record(response.headers)).facts.format, "openai.responses");
  assert.equal(entry("outcome", record(response.headers)).ending, "delivered");
});

test("a stream arrives whole in typed events and in order", async () => {
  const events = await collected(await ask({ input: "one two", stream: true }));

  assert.deepEqual(kinds(events), [
    "response.created",
    "response.in_progress",
    "response.output_item.added",
    "response.content_part.added",
    "response.output_text.delta",
    "response.output_text.done",
    "response.content_part.done",
    "response.output_item.done",
    "response.completed",
  ]);
  assert.deepEqual(events.map((event) => event.sequence_number), [...events.keys()]);
  assert.equal(text(events), "You said: one two");
});

test("the SDK's helper puts a stream together", async () => {
  const stream = client().responses.stream({ model: "chat", input: "one two" });

  assert.equal((await stream.finalResponse()).output_text, "You said: one two");
});

test("a tool call is asked, answered and quoted", async () => {
  const question = [{ role: "user", content: "Where is order 88214?" }];
  const asked = await ask({ model: "tools", input: question, tools: [LOOKUP] });
  const [call] = asked.output;
  const result = { type: "function_call_output", call_id: call.call_id, output: "on its way" };
  const answer = await ask({ model: "tools", input: [...question, ...asked.output, result], tools: [LOOKUP] });

  assert.equal(call.name, "lookup_order");
  assert.deepEqual(JSON.parse(call.arguments), { order: "88214" });
  assert.equal(answer.output_text, "You said: on its way");
});

test("the SDK's helper puts a streamed tool call together", async () => {
  const stream = client().responses.stream({ model: "tools", input: "order 88214", tools: [LOOKUP] });
  const [call] = (await stream.finalResponse()).output;

  assert.equal(call.name, "lookup_order");
  assert.deepEqual(JSON.parse(call.arguments), { order: "88214" });
});

test("a streamed tool call that a rule refuses does not arrive, and the SDK raises", async () => {
  const request = { model: "tools", input: "Refund it", tools: [LOOKUP, REFUND], stream: true };
  const { data: stream, response } = await ask(request).withResponse();
  const events = [];
  const refused = await raised(collect(stream, events));

  assert.ok(refused instanceof OpenAI.APIError);
  assert.match(refused.message, /a refund is issued by a person/);
  assert.deepEqual(
    events.filter((event) => event.type === "response.output_item.done").map((event) => event.item.name),
    ["lookup_order"],
  );
  assert.equal(events.at(-1).response.error.code, "refunds-need-a-person");
  assert.equal(entry("outcome", record(response.headers)).tools_refused, 1);
});

test("an address in a stream is masked, in the last event too", async () => {
  const events = await collected(await ask({ model: "contact", input: "to whom?", stream: true }));

  assert.match(text(events), /^Please write to [^@]+ today\.$/);
  assert.equal(events.at(-1).response.output[0].content[0].text, text(events));
  assert.ok(!JSON.stringify(events).includes("@"));
});

test("a secret that is streamed letter by letter is cut, and the SDK raises", async () => {
  const { data: stream, response } = await ask({ model: "leaky", input: "the key", stream: true }).withResponse();
  const events = [];
  const cut = await raised(collect(stream, events));

  assert.ok(cut instanceof OpenAI.APIError);
  assert.match(cut.message, /the answer holds a key/);
  assert.ok("The key is ".startsWith(text(events)));
  assert.ok(!JSON.stringify(events).includes("BEGIN"));
  assert.equal(events.at(-1).type, "response.failed");
  assert.equal(entry("outcome", record(response.headers)).ending, "cut");
});

test("the SDK's helper raises on a stream that is cut", async () => {
  await raised(client().responses.stream({ model: "leaky", input: "the key" }).finalResponse());
});

test("a refusal raises the SDK's own error, and is not retried", async () => {
  for (const stream of [false, true]) {
    const refused = await raised(ask({ input: SECRET, stream }, { maxRetries: 3 }));

    assert.ok(refused instanceof OpenAI.PermissionDeniedError);
    assert.deepEqual([refused.type, refused.code], ["probity_refusal", "refuse-secret-in-prompt"]);
    assert.ok(refused.message.includes(`(record ${record(refused.headers)})`));
  }
  assert.deepEqual(await provider.requests(), []);
});

test("a provider that limits is asked again by the SDK, and then raises", async () => {
  const limited = await raised(ask({ model: "limited", input: "hello" }, { maxRetries: 1 }));

  assert.ok(limited instanceof OpenAI.RateLimitError);
  assert.equal((await provider.requests()).length, 2);
});

test("a provider that fails once is asked again by the SDK", async () => {
  const answer = await ask({ model: "flaky", input: "hello" }, { maxRetries: 2 });

  assert.equal(answer.output_text, "You said: hello");
  assert.equal((await provider.requests()).length, 2);
});

test("a client that gives up waiting gets the SDK's time-out and takes the upstream call with it", async () => {
  const { left_by_peer: left } = await provider.stats();
  const gaveUp = await raised(ask({ model: "slow", input: "hello" }, { timeout: 1000 }));

  assert.ok(gaveUp instanceof OpenAI.APIConnectionTimeoutError);
  await until(async () => (await provider.stats()).left_by_peer === left + 1);
});

test("a stream that the provider drops never ends cleanly", async () => {
  const { data: stream, response } = await ask({ model: "dies", input: "hello", stream: true }).withResponse();
  const events = [];
  await raised(collect(stream, events));

  assert.ok(!kinds(events).includes("response.completed"));
  assert.equal(entry("outcome", record(response.headers)).ending, "upstream-failed");
});

test("embeddings arrive as numbers, whether they travel as numbers or in base64", async () => {
  const packed = await embed({ input: ["hello", "you"] });
  const plain = await embed({ input: ["hello", "you"], encoding_format: "float" });

  assert.deepEqual(packed.data.map((item) => [...item.embedding]), [[5, 0.5, -0.25], [3, 0.5, -0.25]]);
  assert.deepEqual(plain.data.map((item) => item.embedding), [[5, 0.5, -0.25], [3, 0.5, -0.25]]);
  const asked = (await provider.requests()).map((request) => JSON.parse(request.body).encoding_format);
  assert.deepEqual(asked, ["base64", "float"]);
});

test("a text to embed is masked, and a secret in it refused", async () => {
  await embed({ input: ["mail ada@example.org now"] });
  const refused = await raised(embed({ input: ["hello", SECRET] }));

  const [seen, ...more] = await provider.requests();
  assert.match(JSON.parse(seen.body).input[0], /^mail [^@]+ now$/);
  assert.deepEqual(more, []);
  assert.ok(refused instanceof OpenAI.PermissionDeniedError);
});

const kinds = (events) => [...new Set(events.map((event) => event.type))];

const text = (events) =>
  events
    .filter((event) => event.type === "response.output_text.delta")
    .map((event) => event.delta)
    .join("");

async function collect(stream, events) {
  for await (const event of stream) events.push(event);
}

async function collected(stream) {
  const events = [];
  await collect(stream, events);
  return events;
}
