// The suite drives a gateway that is already running: see ../deployment.py, which starts it.
const assert = require("node:assert/strict");
const { execFileSync } = require("node:child_process");
const { join } = require("node:path");
const OpenAI = require("openai");

const env = process.env;
const credential = env.PROVIDER_CREDENTIAL;
// The form of a key, and no key: in two parts for the sake of scanners.
const SECRET = "-----BEGIN " + "PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIAABAgME\n-----END PRIVATE KEY-----";

const client = (options) =>
  new OpenAI({ baseURL: `${env.PROBITY_URL}/v1`, apiKey: env.PROBITY_KEY, maxRetries: 0, ...options });

const ask = (content) => [{ role: "user", content }];

const control = async (method, name) => (await fetch(`${env.PROVIDER_URL}/control/${name}`, { method })).json();
const provider = {
  credential,
  requests: () => control("GET", "requests"),
  forget: () => control("DELETE", "requests"),
  stats: () => control("GET", "stats"),
};

/** The entry of this kind for an exchange, once it is published. */
const entry = (kind, record) =>
  JSON.parse(execFileSync("python3", [join(__dirname, "..", "ledger.py"), env.PROBITY_LEDGER, kind, record]));

async function until(condition, seconds = 10) {
  const deadline = Date.now() + seconds * 1000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`not within ${seconds} s`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The error that a promise ends with; there must be one. */
async function raised(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  assert.fail("nothing was raised");
}

const record = (headers) => headers.get("x-probity-record");

module.exports = { OpenAI, SECRET, ask, client, entry, provider, raised, record, until };
