// Top management approves: by password, which the console attests, or by a passkey, whose signature
// anybody checks.
const assert = require("node:assert/strict");
const { createHash, webcrypto } = require("node:crypto");
const test = require("node:test");
const { accessible } = require("../served.cjs");

const bytes = (text) => Buffer.from(text, "base64url");

// RFC 8785 for an object of texts.
const canonical = (object) => JSON.stringify(Object.fromEntries(Object.keys(object).sort().map((key) => [key, object[key]])));

// WebAuthn gives a signature as DER, webcrypto takes the two numbers one behind the other.
const numbers = (der) => {
  const out = [];
  for (let at = 2; at < der.length; at += 2 + der[at + 1]) {
    const number = der.subarray(at + 2, at + 2 + der[at + 1]);
    out.push(Buffer.concat([Buffer.alloc(32), number]).subarray(-32));
  }
  return Buffer.concat(out);
};

// The point of a COSE key on P-256 (RFC 9053): its members -2 and -3 are texts of 32 bytes.
const point = (cose) => {
  const member = (name) => {
    const from = cose.indexOf(Buffer.from([name, 0x58, 32])) + 3;
    return cose.subarray(from, from + 32);
  };
  return Buffer.concat([Buffer.from([4]), member(0x21), member(0x22)]);
};

module.exports = ({ at, pages, password, state }) => {
  test("an approval by password says that the operator's console attests it", async () => {
    const page = pages.henrik;
    await page.goto(at("/"));
    await page.locator("section.waiting").getByRole("link", { name: /^Look-ups only of the order/ }).click();
    await page.getByRole("link", { name: "Decide on it" }).click();
    await accessible(page, "decide");
    await page.getByRole("link", { name: "Approve it" }).click();
    if (page.url().includes("/account/again/")) {
      await page.getByLabel("Password").fill(password);
      await page.getByRole("button", { name: "Continue" }).click();
    }
    await page.getByText("No passkey signed this").waitFor();
    await accessible(page, "say");
    await page.getByRole("button", { name: "Approve it" }).click();
    await page.waitForURL(/treatment-14$/);
    assert.equal(await state(page), "Approved");
    await page.getByText("attested by the operator's console (password)").waitFor();
  });

  test("what was shown is what is decided: a newer revision asks to look again", async () => {
    const page = pages.henrik;
    assert.equal((await page.goto(at("/registers/risks/risk-16/decide?revision=7"))).status(), 409);
  });

  test("to return something takes a reason", async () => {
    const page = pages.henrik;
    await page.goto(at("/registers/obligations/obligation-9/decide/returned"));
    await page.getByLabel("Reason").evaluate((it) => it.removeAttribute("required"));
    await page.getByRole("button", { name: "Return it to be worked on" }).click();
    await page.getByText("a reason was expected").waitFor();
    await page.getByLabel("Reason").fill("Half of the team is not enough; by when is it all of it?");
    await page.getByRole("button", { name: "Return it to be worked on" }).click();
    await page.waitForURL(/obligation-9$/);
    assert.equal(await state(page), "Returned");
  });

  test("an approval by passkey is a signature that anybody can check without us", async () => {
    const page = pages.marta;
    const protocol = await page.context().newCDPSession(page);
    await protocol.send("WebAuthn.enable");
    await protocol.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true,
        isUserVerified: true, automaticPresenceSimulation: true,
      },
    });
    await page.goto(at("/account/passkeys"));
    await page.getByLabel("Name of the passkey").fill("Phone");
    await page.getByRole("button", { name: "Make the passkey" }).click();
    await page.getByText("The passkey is added.").waitFor();

    await page.goto(at("/registers/risks/risk-7/decide"));
    await page.getByRole("link", { name: "Approve it" }).click();
    await page.getByText("As Top management I approve revision 1 of risk-7").waitFor();
    await accessible(page, "again");
    await page.getByRole("button", { name: "Use a passkey" }).click();
    await page.getByText("Your passkey signed this sentence").waitFor();
    await page.getByRole("button", { name: "Approve it" }).click();
    await page.waitForURL(/risk-7$/);
    await page.getByText("signed with a passkey").waitFor();
    await accessible(page, "record-signed");

    const path = await page.getByRole("link", { name: "the signature" }).getAttribute("href");
    const kept = await (await page.context().request.get(at(path))).json();
    const challenge = createHash("sha256").update(canonical(kept.bound)).digest();
    const client = bytes(kept.assertion.client_data);
    assert.equal(kept.bound.record, "risk-7");
    assert.equal(kept.bound.change, "approved");
    assert.deepEqual(bytes(JSON.parse(client).challenge), challenge);
    assert.equal(JSON.parse(client).type, "webauthn.get");
    const authenticator = bytes(kept.assertion.authenticator_data);
    assert.deepEqual(authenticator.subarray(0, 32), createHash("sha256").update("localhost").digest());
    assert.equal(authenticator[32] & 5, 5, "present and verified");
    const signed = Buffer.concat([authenticator, createHash("sha256").update(client).digest()]);
    const key = await webcrypto.subtle.importKey(
      "raw", point(bytes(kept.assertion.public_key)), { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
    const verify = (data) =>
      webcrypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, numbers(bytes(kept.assertion.signature)), data);
    assert.equal(await verify(signed), true);
    signed[40] ^= 1;
    assert.equal(await verify(signed), false);
  });
};
