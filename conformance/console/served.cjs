// The real `./probity serve` and `./probity demo`, each in a folder of its own, and a real Chromium
// before their console.
const assert = require("node:assert/strict");
const { execFileSync, spawn } = require("node:child_process");
const { appendFileSync, cpSync, mkdirSync, rmSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { AxeBuilder } = require("@axe-core/playwright");
const { chromium } = require("playwright-core");

const home = join(__dirname, "..", "..");
const folder = process.env.PROBITY_CONSOLE_OUT ?? join(home, "target", "test", "console");
const START_MS = 120_000;

const config = (upstream, callers, console) => `
listen: {host: 127.0.0.1, port: 0}
data: ./data
origin: probity.example/console
purpose: test
bundle: ./bundle
upstreams: {demo: {url: "${upstream}"}}
egress: {private: [127.0.0.1]}
callers: ${JSON.stringify(callers)}
console: {${console}}
`;

// An already built class path saves `./probity` from looking whether it is up to date.
const command = () => {
  const java = join(process.env.JAVA_HOME ?? "/usr", "bin", "java");
  const flags = ["--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", `-Dprobity.home=${home}`];
  return process.env.PROBITY_CLASS_PATH
    ? [java, ...flags, "-cp", process.env.PROBITY_CLASS_PATH, "probity.server.Main"]
    : [join(home, "probity")];
};

// Runs a command until it says `ready`; resolves to what it said and a way to stop it.
const run = async (words, ready) => {
  const [program, ...args] = [...command(), ...words];
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`did not start:\n${output}`)), START_MS);
    const take = (chunk) => {
      output += chunk;
      if (output.includes(ready)) clearTimeout(timer), resolve();
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    child.on("exit", () => reject(new Error(`ended:\n${output}`)));
  });
  return {
    address: /console at (\S+)/.exec(output)[1],
    output: () => output,
    stop: () =>
      new Promise((resolve) => {
        child.on("exit", resolve);
        child.kill("SIGTERM");
      }),
  };
};

// The suites' bundle, with a queue for what somebody asks of the model `silent`.
const bundle = (data) => {
  const into = join(data, "bundle");
  cpSync(join(home, "conformance", "bundle"), into, { recursive: true });
  appendFileSync(join(into, "bundle.yaml"), `
queues:
  - {id: desk, role: reviewer, deadline: 1h}
`);
  writeFileSync(join(into, "rules", "desk.yaml"), `
- id: desk-looks-first
  requirement: USE-1
  controls: ["42001:A.9.4"]
  owner: suite
  risk: R-1
  on: request
  when: model == 'silent'
  then: review
  queue: desk
  reason: somebody looks at it first
  tests:
    - name: the model that waits
      given: {route: chat, roles: [support], model: silent}
      expect: review
    - name: another model
      given: {route: chat, roles: [support], model: chat}
      expect: none
`);
};

// Puts a document of this text into the catalogue that `serve` will read.
const addDocument = (data, name, text) => {
  const documents = join(data, "documents");
  mkdirSync(documents);
  writeFileSync(join(documents, name), text);
  const [program, ...args] = [
    ...command(), "sources", "add", documents, "--config", join(data, "probity.yaml"), "--id-prefix", "house/",
    "--owner", "Office", "--classification", "restricted", "--licence", "internal", "--retention", "P3Y",
  ];
  execFileSync(program, args);
};

// Starts `serve` with no record in it; resolves to the addresses of console and gateway and the link
// of a first start.
const serve = async ({
  upstream = "http://127.0.0.1:9",
  callers = [],
  document,
  console = "listen: {host: 127.0.0.1, port: 0}",
  name = "serve",
} = {}) => {
  const data = join(folder, name);
  rmSync(data, { recursive: true, force: true });
  mkdirSync(data, { recursive: true });
  writeFileSync(join(data, "probity.yaml"), config(upstream, callers, console));
  bundle(data);
  if (document) addDocument(data, document.name, document.text);
  const served = await run(["serve", "--config", join(data, "probity.yaml")], "probity listening on ");
  return {
    ...served,
    gateway: /probity listening on (\S+)/.exec(served.output())[1],
    firstLink: /within an hour: (\S+)/.exec(served.output())[1],
  };
};

// Starts the demonstration and its made-up organisation, with the link of its AIMS manager.
const demo = async () => {
  const data = join(folder, "demo");
  rmSync(data, { recursive: true, force: true });
  const served = await run(["demo", "--data", data, "--port", "0", "--console-port", "0"], "Ctrl-C stops it");
  return { ...served, link: /http:\S+\/invited\/\S+/.exec(served.output())[0] };
};

const launch = () =>
  chromium.launch({
    executablePath: execFileSync("sh", ["-c", "command -v chromium"], { encoding: "utf8" }).trim(),
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ],
  });

// No serious or critical finding, in light and dark and on a phone, and nothing wider than the screen.
const accessible = async (page, name) => {
  for (const [colorScheme, width] of [["light", 1280], ["dark", 1280], ["light", 390]]) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    const found = (await new AxeBuilder({ page }).analyze()).violations
      .filter((each) => ["serious", "critical"].includes(each.impact))
      .map((each) => `${each.id}: ${each.nodes.map((node) => node.html).join(" ")}`);
    assert.deepEqual(found, [], `${name}, ${colorScheme}, ${width}`);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(overflow <= 0, `${name} is ${overflow} pixels wider than ${width}`);
    await page.screenshot({ path: join(folder, `${name}-${colorScheme}-${width}.png`), fullPage: true });
  }
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: "light" });
};

module.exports = { accessible, demo, launch, serve };
