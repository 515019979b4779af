// Passkeys: the one thing of this console that a browser does by script alone. What to ask stands on
// the form; what the authenticator answers goes into hidden fields, and the form is sent as any other.
"use strict";

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

const credentials = (form) =>
  form.dataset.credentials
    .split(" ")
    .filter((id) => id !== "")
    .map((id) => ({ type: "public-key", id: bytes(id) }));

const fill = (form, name, buffer) => {
  const input = document.createElement("input");
  input.type = "hidden";
  input.name = name;
  input.value = text(buffer);
  form.append(input);
};

const create = async (form) => {
  const made = await navigator.credentials.create({
    publicKey: {
      challenge: bytes(form.dataset.challenge),
      rp: { id: form.dataset.rp, name: "Probity" },
      user: {
        id: new TextEncoder().encode(form.dataset.user),
        name: form.dataset.login,
        displayName: form.dataset.name,
      },
      pubKeyCredParams: [-7, -8, -257].map((alg) => ({ type: "public-key", alg })),
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
      excludeCredentials: credentials(form),
      attestation: "none",
    },
  });
  fill(form, "clientDataJSON", made.response.clientDataJSON);
  fill(form, "attestationObject", made.response.attestationObject);
};

const get = async (form) => {
  const signed = await navigator.credentials.get({
    publicKey: {
      challenge: bytes(form.dataset.challenge),
      rpId: form.dataset.rp,
      allowCredentials: credentials(form),
      userVerification: "required",
    },
  });
  fill(form, "credentialId", signed.rawId);
  fill(form, "clientDataJSON", signed.response.clientDataJSON);
  fill(form, "authenticatorData", signed.response.authenticatorData);
  fill(form, "signature", signed.response.signature);
};

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const said = form.querySelector("[data-said]");
      said.hidden = true;
      try {
        await (form.dataset.passkey === "create" ? create : get)(form);
        form.submit();
      } catch (e) {
        said.textContent =
          e.name === "InvalidStateError"
            ? "This device already has a passkey of this account."
            : `The passkey could not be used (${e.name}). Try again, or go on without it.`;
        said.hidden = false;
      }
    });
  }
  for (const hint of document.querySelectorAll("[data-without-script]")) hint.hidden = true;
}
