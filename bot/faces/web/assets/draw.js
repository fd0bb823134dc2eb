// Does the sums of a draw again in the reader's own browser, and says whether they come out as the page shows them.
// The beacon's signature needs more than a browser brings; `goodword contest verify` checks it.

const MOST_ENTRIES = 100_000; // more take a browser too long
const AT_ONCE = 500;
const text = new TextEncoder();

const hex = (bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
const bytesOf = (digits) => Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const sha256 = async (bytes) => hex(await crypto.subtle.digest("SHA-256", bytes));

// RFC 8785: keys in order of their UTF-16 units, no spaces, strings and numbers as JSON.stringify writes them.
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const fields = Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
  return `{${fields.join(",")}}`;
}

const hashOf = (value) => sha256(text.encode(canonical(value)));

// Parts behind a label, each with its length before it (four bytes, the highest first).
async function labelled(label, ...parts) {
  const all = [text.encode(label), ...parts];
  const joined = new Uint8Array(all.reduce((sum, part) => sum + 4 + part.length, 0));
  let at = 0;
  for (const part of all) {
    new DataView(joined.buffer).setUint32(at, part.length);
    joined.set(part, at + 4);
    at += 4 + part.length;
  }
  return sha256(joined);
}

async function checkHashes(record, problems) {
  const { frozen } = record;
  if ((await hashOf(frozen.entry_list)) !== frozen.entries_hash) problems.push("the entry list's hash");
  let head = await hashOf(frozen);
  if (head !== record.frozen_hash) problems.push("the hash of what was fixed");
  for (const [index, step] of record.steps.entries()) {
    const { hash, ...rest } = step;
    if (step.after !== head || (await hashOf({ ...rest, after: head })) !== hash) problems.push(`step ${index + 1}`);
    head = hash;
  }
}

async function randomness(record, opening, problems) {
  const { source } = record.frozen;
  if (source.kind === "drand") {
    const made = await sha256(bytesOf(opening.beacon.signature));
    if (made !== opening.beacon.randomness || opening.beacon.round !== source.round) problems.push("the random number");
    return bytesOf(made);
  }
  const parts = [];
  for (const person of source.people) {
    const find = (kind) => record.steps.find((step) => step.step === kind && step.person === person);
    const words = find("reveal").words;
    const made = await labelled("goodword draw promise 1", text.encode(person), text.encode(words));
    if (made !== find("promise").promise) problems.push(`the words of ${person}`);
    parts.push(text.encode(person), text.encode(words));
  }
  return bytesOf(await labelled("goodword draw two people 1", ...parts));
}

async function order(seed, numbers) {
  const key = await crypto.subtle.importKey("raw", seed, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const tickets = [];
  for (let at = 0; at < numbers.length; at += AT_ONCE) {
    const some = numbers.slice(at, at + AT_ONCE).map(async (number) => ({
      number,
      ticket: hex(await crypto.subtle.sign("HMAC", key, text.encode(`entry:${number}`))),
    }));
    tickets.push(...(await Promise.all(some)));
  }
  return tickets.sort((one, other) => (one.ticket < other.ticket ? -1 : 1));
}

function drawAgain(record, tickets, problems) {
  const drawn = new Set();
  const excluded = new Set();
  for (const [index, draw] of record.steps.filter((step) => step.step === "draw").entries()) {
    for (const each of draw.excluded) excluded.add(each.number);
    const won = tickets.filter((each) => !drawn.has(each.number) && !excluded.has(each.number)).slice(0, draw.places);
    const same = won.length === draw.winners.length
      && won.every((each, place) => each.number === draw.winners[place].number && each.ticket === draw.winners[place].ticket);
    if (!same) problems.push(`the winners of draw ${index + 1}`);
    for (const each of won) drawn.add(each.number);
  }
  return [...drawn].filter((number) => !excluded.has(number));
}

async function differences(record) {
  const problems = [];
  await checkHashes(record, problems);
  if (document.getElementById("frozen").textContent !== record.frozen_hash) problems.push("the hash on this page");
  const opening = record.steps.find((step) => step.step === "opening");
  if (!opening) return problems;
  const secret = bytesOf(opening.secret);
  if ((await labelled("goodword draw secret 1", secret)) !== record.frozen.commitment) problems.push("the secret");
  const random = await randomness(record, opening, problems);
  const seed = await labelled("goodword draw seed 1", secret, random, bytesOf(record.frozen_hash));
  if (seed !== opening.seed || seed !== document.getElementById("seed").textContent) problems.push("the seed");
  const tickets = await order(bytesOf(seed), record.frozen.entry_list.entries.map(([number]) => number));
  const won = drawAgain(record, tickets, problems);
  const shown = Array.from(document.querySelectorAll("[data-winner]"), (node) => Number(node.dataset.winner));
  if (won.slice(0, shown.length).join() !== shown.join()) problems.push("the winners on this page");
  return problems;
}

function say(kind, words) {
  const place = document.getElementById("browser");
  place.className = `verdict ${kind}`;
  place.textContent = words;
  place.hidden = false;
  document.body.dataset.ready = "yes";
}

async function run() {
  if (!globalThis.crypto?.subtle) {
    say("caution", "Your browser can't check this here: it does such sums only on pages that come over https.");
    return;
  }
  try {
    const record = await (await fetch(document.body.dataset.record)).json();
    if (record.frozen.entry_list.entries.length > MOST_ENTRIES) {
      say("caution", "The list is too long for a browser to check: download the record and run goodword contest verify.");
      return;
    }
    const problems = await differences(record);
    if (problems.length) say("fails", `Your browser does NOT agree: ${problems.join(", ")} came out differently.`);
    else say("ok", "✓ Your browser did the sums again and agrees.");
  } catch {
    say("caution", "Your browser couldn't read the record. Load the page again, or download the record.");
  }
}

run();
