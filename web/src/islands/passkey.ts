import type { Island } from "../lib/enhance";
import { type Key, say } from "../lib/words";

/** What a browser writes of a credential: everything of bytes in base64url. */
interface Written {
  rawId: string;
  response: { clientDataJSON: string; authenticatorData: string; signature?: string };
}

/** The server refused; its status says why. */
class Refused extends Error {
  constructor(readonly status: number) {
    super(`answered ${status}`);
  }
}

async function post(path: string, values: Record<string, string>): Promise<Response> {
  const answer = await fetch(path, { method: "POST", body: new URLSearchParams(values), redirect: "manual" });
  if (!answer.ok) throw new Refused(answer.status);
  return answer;
}

const write = (credential: Credential | null): Written => {
  if (!(credential instanceof PublicKeyCredential)) throw new Error("no passkey was given");
  return credential.toJSON() as Written;
};

/** After a fresh code the server says what to ask; the proof of the page's forms changes with it. */
async function add(form: HTMLFormElement): Promise<void> {
  const field = (name: string) => form.elements.namedItem(name) as HTMLInputElement;
  const asked = await post(`${form.getAttribute("action")}/ask`, { csrf: field("csrf").value, code: field("code").value });
  const { csrf, options } = (await asked.json()) as { csrf: string; options: PublicKeyCredentialCreationOptionsJSON };
  for (const proof of document.querySelectorAll<HTMLInputElement>("input[name=csrf]")) proof.value = csrf;
  // It worked, so it will not again.
  field("code").value = "";
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
  const { response } = write(await navigator.credentials.create({ publicKey }));
  await post(form.action, { csrf, name: field("name").value, "client-data": response.clientDataJSON, "authenticator-data": response.authenticatorData });
  location.replace("/account");
}

async function signIn(form: HTMLFormElement): Promise<void> {
  const asked = await post(`${form.getAttribute("action")}/ask`, {});
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON((await asked.json()) as PublicKeyCredentialRequestOptionsJSON);
  const { rawId, response } = write(await navigator.credentials.get({ publicKey }));
  await post(form.action, {
    credential: rawId,
    "client-data": response.clientDataJSON,
    "authenticator-data": response.authenticatorData,
    signature: response.signature ?? "",
  });
  location.replace("/");
}

/** What went wrong, in words. */
function why(error: unknown, does: string | undefined): Key {
  if (error instanceof Refused && error.status === 429) return "passkey-wait";
  if (error instanceof Refused && error.status === 409 && does === "add") return "passkey-code";
  if (error instanceof DOMException && error.name === "InvalidStateError") return "passkey-known";
  if (error instanceof DOMException && ["AbortError", "NotAllowedError"].includes(error.name)) return "passkey-stopped";
  return "passkey-failed";
}

/** Adds a passkey (`data-does="add"`) or signs in by one. The form stays hidden where the browser has none. */
export const passkey: Island = (element) => {
  const able = typeof PublicKeyCredential === "function" && "parseCreationOptionsFromJSON" in PublicKeyCredential;
  if (!(element instanceof HTMLFormElement) || !able || !isSecureContext) return;
  const status = element.querySelector<HTMLElement>("[role=status]");
  const { does } = element.dataset;
  element.hidden = false;
  let busy = false;
  element.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    if (status) status.textContent = "";
    try {
      await (does === "add" ? add(element) : signIn(element));
    } catch (error) {
      busy = false;
      if (status) status.textContent = say(why(error, does));
    }
  });
};
