// What the schema of decks says in a real editor: it flags mistakes where they are made, finds nothing in the decks that
// ship, and offers a snippet for a new term. `cargo test` does not need it. To run it, with Node 18 or newer:
//
//   npm install --prefix tests/editor && npm test --prefix tests/editor

import { spawn } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const schema = pathToFileURL(join(root, "decks/deck.schema.json")).href;
const mistakes = join(root, "tests/data/deck-mistakes");

// What no schema can see: sameness, and texts that YAML 1.2 leaves as they are.
const beyond = new Set(["05_duplicate_term.yaml", "07a_bare_no.yaml", "12_two_docs.yaml", "13b_comment_only.yaml"]);

class Server {
  constructor() {
    const main = createRequire(import.meta.url).resolve("yaml-language-server/bin/yaml-language-server");
    this.process = spawn(process.execPath, [main, "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
    this.waiting = new Map();
    this.found = new Map();
    this.next = 1;
    let rest = Buffer.alloc(0);
    this.process.stdout.on("data", (data) => {
      rest = Buffer.concat([rest, data]);
      for (;;) {
        const head = rest.indexOf("\r\n\r\n");
        if (head < 0) return;
        const length = Number(/Content-Length: (\d+)/i.exec(rest.subarray(0, head).toString())[1]);
        if (rest.length < head + 4 + length) return;
        this.take(JSON.parse(rest.subarray(head + 4, head + 4 + length).toString()));
        rest = rest.subarray(head + 4 + length);
      }
    });
  }

  take(message) {
    if (message.method === "textDocument/publishDiagnostics") {
      this.found.get(message.params.uri)?.(message.params.diagnostics);
    } else if (message.method && message.id !== undefined) {
      const items = message.params?.items ?? [];
      const result = message.method === "workspace/configuration" ? items.map((item) => settings[item.section] ?? null) : null;
      this.send({ id: message.id, result });
    } else if (message.id !== undefined) {
      this.waiting.get(message.id)?.(message.result);
    }
  }

  send(message) {
    const text = JSON.stringify({ jsonrpc: "2.0", ...message });
    this.process.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  }

  ask(method, params) {
    const id = this.next++;
    const answer = new Promise((done) => this.waiting.set(id, done));
    this.send({ id, method, params });
    return answer;
  }

  // Opens a document, and waits for what is found in it.
  open(uri, text) {
    const found = new Promise((done) => this.found.set(uri, done));
    this.send({ method: "textDocument/didOpen", params: { textDocument: { uri, languageId: "yaml", version: 1, text } } });
    return found;
  }
}

const settings = {
  yaml: {
    validate: true,
    completion: true,
    hover: true,
    schemaStore: { enable: false },
    // The mistakes have no modeline, and stand away from the schema.
    schemas: { [schema]: ["/tests/data/deck-mistakes/*.yaml", "/new/*.yaml"] },
  },
};

const failures = [];
const expect = (holds, what) => holds || failures.push(what);

const server = new Server();
await server.ask("initialize", {
  processId: process.pid,
  rootUri: pathToFileURL(root).href,
  workspaceFolders: null,
  capabilities: {
    textDocument: { completion: { completionItem: { snippetSupport: true } }, hover: {}, publishDiagnostics: {} },
    workspace: { configuration: true },
  },
});
server.send({ method: "initialized", params: {} });
server.send({ method: "workspace/didChangeConfiguration", params: { settings } });

let decks = 0;
for (const name of readdirSync(join(root, "decks")).filter((name) => name.endsWith(".yaml"))) {
  const path = join(root, "decks", name);
  const found = await server.open(pathToFileURL(path).href, readFileSync(path, "utf8"));
  for (const { range, message } of found) expect(false, `decks/${name}:${range.start.line + 1}: ${message}`);
  decks += 1;
}

// The modeline alone leads to the schema.
const probe = pathToFileURL(join(root, "decks/probe.yaml")).href;
const probed = await server.open(probe, "# yaml-language-server: $schema=./deck.schema.json\nterms:\n  - trem: x\n");
expect(probed.length > 0, "the modeline does not lead to the schema");

const expected = JSON.parse(readFileSync(join(mistakes, "expected.json"), "utf8")).files;
let flagged = 0;
let onLine = 0;
for (const [name, lines] of Object.entries(expected)) {
  const path = join(mistakes, name);
  const found = await server.open(pathToFileURL(path).href, readFileSync(path, "utf8"));
  const says = found.map(({ range, message }) => `${range.start.line + 1}: ${message}`).join("; ");
  if (process.argv.includes("--verbose")) console.log(`${name} [${lines}] ${says || "nothing"}`);
  if (lines.length === 0) {
    expect(found.length === 0, `${name} is good, but: ${says}`);
  } else if (beyond.has(name)) {
    expect(found.length === 0, `${name} is flagged; take it off the list of what is not: ${says}`);
  } else {
    expect(found.length > 0, `${name} is not flagged`);
    flagged += found.length > 0 ? 1 : 0;
    onLine += found.some(({ range }) => lines.includes(range.start.line + 1) || lines.includes(range.end.line + 1)) ? 1 : 0;
  }
}

const uri = pathToFileURL(join(root, "new/a.yaml")).href;
await server.open(uri, "title: A\nterms:\n  - \n");
const offered = await server.ask("textDocument/completion", { textDocument: { uri }, position: { line: 2, character: 4 } });
const snippet = (offered.items ?? offered).find((item) => item.label === "new term");
const fields = (snippet?.insertText ?? "").match(/^\s*\w+(?=:)/gm)?.map((name) => name.trim()) ?? [];
expect(fields.join() === "term,definition,example,why,ask,level", `the snippet for a new term is ${snippet?.insertText}`);
if (process.argv.includes("--verbose")) console.log(snippet?.insertText);
const other = pathToFileURL(join(root, "new/b.yaml")).href;
await server.open(other, "terms:\n  - term: A\n    definition: b\n");
const hover = await server.ask("textDocument/hover", { textDocument: { uri: other }, position: { line: 2, character: 6 } });
expect(JSON.stringify(hover ?? "").includes("in plain words"), "hovering over a field does not say what it is for");

server.process.kill();
const bad = Object.values(expected).filter((lines) => lines.length > 0).length;
console.log(`${decks} decks, ${flagged} of ${bad} mistakes flagged, ${onLine} of them on the line; ${beyond.size} are beyond a schema`);
for (const failure of failures) console.error(failure);
process.exit(failures.length > 0 ? 1 : 0);
