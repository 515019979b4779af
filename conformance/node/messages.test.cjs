const assert = require("node:assert/strict");
const { beforeEach, test } = require("node:test");
const Anthropic = require("@anthropic-ai/sdk");
const { SECRET, ask, entry, provider, raised, record, until } = require("./support.cjs");

const env = process.env;
const ADDRESS = "ada.lovelace@example.org";
const THOUGHT = "They want to know. So I tell them.";
const tool = (name) => ({ name, input_schema: { type: "object", properties: {} } });
const LOOKUP = tool("lookup_order");
const REFUND = tool("issue_refund");

const client = (options) =>
  new Anthropic({ baseURL: env.PROBITY_URL, apiKey: env.PROBITY_KEY, maxRetries: 0, ...options });
const hello = (request) => ({ model: "chat", max_tokens: 99, messages: ask("hello"), ...request });
const say = (request, options) => client(options).messages.create(hello(request));
const final = (request) => client().messages.stream(hello(request)).finalMessage();

beforeEach(() => provider.forget());

test("a question is answered and recorded", async () => {
  const { data, response } = await say({ messages: ask("What is the weather in Bern?") }).withResponse();

  assert.equal(data.content[0].text, "You said: What is the weather in Bern?");
  assert.equal(entry("intent", record(response.headers)).facts.format, "anthropic.messages");
  assert.equal(entry("outcome", record(response.headers)).ending, "delivered");
});

test("the provider gets its own credential and never the caller's key", async () => {
  await say({});

  const [seen] = await provider.requests();
  assert.equal(seen.headers["x-api-key"], provider.credential);
  assert.ok(!JSON.stringify(seen).includes(env.PROBITY_KEY));
});

test("a stream arrives whole in typed events and in order", async () => {
  const events = await collected(await say({ messages: ask("one two"), stream: true }));

  assert.deepEqual(kinds(events), [
    "message_start",
    "content_block_start",
    "content_block_delta",
    "content_block_stop",
    "message_delta",
    "message_stop",
  ]);
  assert.equal(text(events), "You said: one two");
});

test("the SDK's helper puts a stream together", async () => {
  assert.equal((await final({ messages: ask("one two") })).content[0].text, "You said: one two");
});

test("tokens are counted, and what is counted is inspected", async () => {
  const counted = await client().messages.countTokens({ model: "chat", messages: ask(`mail ${ADDRESS}`) });
  const refused = await raised(client().messages.countTokens({ model: "chat", messages: ask(SECRET) }));

  assert.equal(counted.input_tokens, 9);
  assert.ok(refused instanceof Anthropic.PermissionDeniedError);
  const [seen, ...more] = await provider.requests();
  assert.ok(!seen.body.includes(ADDRESS));
  assert.deepEqual(more, []);
});

for (const streamed of [false, true]) {
  test(`a tool call is asked, answered and quoted, ${streamed ? "streamed" : "whole"}`, async () => {
    const question = ask("Where is order 88214?");
    const asked = await (streamed ? final : say)({ model: "tools", messages: question, tools: [LOOKUP] });
    const [call] = asked.content;
    const result = { type: "tool_result", tool_use_id: call.id, content: "on its way" };
    const turns = [{ role: "assistant", content: asked.content }, { role: "user", content: [result] }];
    const answer = await say({ model: "tools", messages: [...question, ...turns], tools: [LOOKUP] });

    assert.deepEqual([call.name, call.input], ["lookup_order", { order: "88214" }]);
    assert.equal(answer.content[0].text, "You said: on its way");
  });

  test(`a thought goes back unchanged beside what is masked, ${streamed ? "streamed" : "whole"}`, async () => {
    const options = { model: "thinks", thinking: { type: "adaptive" } };
    const question = ask("Who are you?");
    const first = await (streamed ? final : say)({ messages: question, ...options });
    const turns = [...question, { role: "assistant", content: first.content }, ...ask(`Write to ${ADDRESS}`)];
    const second = await say({ messages: turns, ...options });

    assert.equal(first.content[0].thinking, THOUGHT);
    assert.deepEqual(JSON.parse((await provider.requests())[1].body).messages[1].content[0], first.content[0]);
    assert.match(second.content[1].text, /^You said: Write to [^@]+$/);
  });
}

test("a thought that would have to be masked ends the answer", async () => {
  for (const stream of [false, true]) {
    const cut = await raised(say({ model: "muses", stream }).then((answer) => (stream ? collected(answer) : answer)));

    assert.ok(cut instanceof Anthropic.APIError);
    assert.equal(cut.error.error.code, "unmaskable");
    assert.ok(!JSON.stringify(cut.error).includes("ada"));
  }
});

test("a streamed tool call that a rule refuses does not arrive, and the SDK raises", async () => {
  const request = { model: "tools", tools: [LOOKUP, REFUND], stream: true };
  const { data: stream, response } = await say(request).withResponse();
  const events = [];
  const refused = await raised(collect(stream, events));

  assert.ok(refused instanceof Anthropic.APIError);
  assert.match(refused.message, /a refund is issued by a person/);
  assert.equal(refused.error.error.code, "refunds-need-a-person");
  assert.deepEqual(
    events.filter((event) => event.type === "content_block_start").map((event) => event.content_block.name),
    ["lookup_order"],
  );
  assert.equal(entry("outcome", record(response.headers)).tools_refused, 1);
});

test("an address in a stream is masked", async () => {
  const events = await collected(await say({ model: "contact", stream: true }));

  assert.match(text(events), /^Please write to [^@]+ today\.$/);
  assert.ok(!JSON.stringify(events).includes("@"));
});

test("a secret that is streamed letter by letter is cut, and the SDK raises", async () => {
  const { data: stream, response } = await say({ model: "leaky", stream: true }).withResponse();
  const events = [];
  const cut = await raised(collect(stream, events));

  assert.ok(cut instanceof Anthropic.APIError);
  assert.match(cut.message, /the answer holds a key/);
  assert.equal(cut.type, "permission_error");
  assert.ok("The key is ".startsWith(text(events)));
  assert.ok(!JSON.stringify(events).includes("BEGIN"));
  assert.equal(entry("outcome", record(response.headers)).ending, "cut");
});

test("the SDK's helper raises on a stream that is cut", async () => {
  assert.ok((await raised(final({ model: "leaky" }))) instanceof Anthropic.APIError);
});

test("a refusal raises the SDK's own error, and is not retried", async () => {
  for (const stream of [false, true]) {
    const refused = await raised(say({ messages: ask(SECRET), stream }, { maxRetries: 3 }));

    assert.ok(refused instanceof Anthropic.PermissionDeniedError);
    assert.deepEqual([refused.type, refused.error.error.code], ["permission_error", "refuse-secret-in-prompt"]);
    assert.ok(refused.message.includes(`(record ${record(refused.headers)})`));
  }
  assert.deepEqual(await provider.requests(), []);
});

test("a provider that limits or is overloaded is asked again by the SDK, and then raises", async () => {
  const limited = await raised(say({ model: "limited" }, { maxRetries: 1 }));
  const overloaded = await raised(say({ model: "overloaded" }, { maxRetries: 1 }));

  assert.ok(limited instanceof Anthropic.RateLimitError);
  assert.deepEqual([overloaded.status, overloaded.type], [529, "overloaded_error"]);
  assert.equal((await provider.requests()).length, 4);
});

test("a provider that fails once is asked again by the SDK", async () => {
  const answer = await say({ model: "flaky" }, { maxRetries: 2 });

  assert.equal(answer.content[0].text, "You said: hello");
  assert.equal((await provider.requests()).length, 2);
});

test("a client that gives up waiting gets the SDK's time-out and takes the upstream call with it", async () => {
  const { left_by_peer: left } = await provider.stats();
  const gaveUp = await raised(say({ model: "slow" }, { timeout: 1000 }));

  assert.ok(gaveUp instanceof Anthropic.APIConnectionTimeoutError);
  await until(async () => (await provider.stats()).left_by_peer === left + 1);
});

test("what the provider says of its own failure in a stream raises", async () => {
  const failed = await raised(say({ model: "fails", stream: true }).then(collected));

  assert.equal(failed.type, "overloaded_error");
});

test("a stream that the provider drops never ends cleanly", async () => {
  const { data: stream, response } = await say({ model: "dies", stream: true }).withResponse();
  const events = [];
  const dropped = await raised(collect(stream, events));

  assert.ok(dropped instanceof TypeError); // the one of fetch: the SDK does not wrap it
  assert.ok(!kinds(events).includes("message_stop"));
  assert.equal(entry("outcome", record(response.headers)).ending, "upstream-failed");
});

const kinds = (events) => [...new Set(events.map((event) => event.type))];

const text = (events) =>
  events
    .filter((event) => event.type === "content_block_delta")
    .map((event) => event.delta.text)
    .join("");

async function collect(stream, events) {
  for await (const event of stream) events.push(event);
}

async function collected(stream) {
  const events = [];
  await collect(stream, events);
  return events;
}
