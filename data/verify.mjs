#!/usr/bin/env node
// Verifies an audit bundle of codex-cockpit. It needs Node.js 20 or newer and nothing else: no package, no network,
// and it writes nothing. It shares no code with codex-cockpit.
//
//   node verify.mjs [FOLDER] [--key KEY]... [--checkpoint PATH]...
//
//   FOLDER        the unpacked bundle (default: the folder that this file is in)
//   --key         a public key that you trust, or a file that holds it: one that reached you apart from the bundle
//   --checkpoint  a checkpoint that you kept, or a folder of them
//
// Exit code: 0 when everything holds, 1 when something does not (each fault is named), 2 when it was called wrongly.
import { createHash, createPublicKey, verify as verifySignature } from 'node:crypto';
import { createReadStream, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

// ---------------------------------------------------------------- the files, against the list of their digests

/** Reads SHA256SUMS and hashes every file. Returns the names that are listed. */
async function checkFiles(folder, faults) {
  const listed = new Set();
  for await (const line of linesOf(join(folder, 'SHA256SUMS'))) {
    const [, digest, name] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? [];
    if (name === undefined || name.startsWith('/') || /(^|\/)\.\.?(\/|$)|\\/.test(name)) {
      faults.push(`SHA256SUMS: a line is no digest with the name of a file: ${line}`);
      continue;
    }
    listed.add(name);
    const found = await digestOf(join(folder, name));
    if (found === undefined) faults.push(`File ${name}: missing.`);
    else if (name.startsWith('texts/') && name !== `texts/${found}`)
      faults.push(`Text ${name.slice(6)}: changed, its content does not match its digest.`);
    else if (found !== digest) faults.push(`File ${name}: changed, SHA256SUMS lists another digest.`);
  }
  for (const name of filesIn(folder, '')) {
    if (name !== 'SHA256SUMS' && !listed.has(name))
      faults.push(`File ${name}: added, SHA256SUMS does not list it.`);
  }
  return listed;
}

/** The digest of a file in hex; undefined when there is none, or it is a link to another place. */
async function digestOf(path) {
  if (!lstatSync(path, { throwIfNoEntry: false })?.isFile()) return undefined;
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}

function* filesIn(folder, below) {
  for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
    const name = `${below}${entry.name}`;
    if (entry.isDirectory()) yield* filesIn(folder, `${name}/`);
    else yield name;
  }
}

/** The lines of a text that ends with a line end. Only \n ends a line: JSON may hold every other line end. */
async function* linesOf(path) {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let rest = '';
  for await (const chunk of createReadStream(path)) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop();
    yield* lines;
  }
  if (rest + decoder.decode() !== '') throw new Error('its last line does not end');
}

// ------------------------------------------------------------------------------- the entries, one after another

// Where it is recorded, the origin says how the actor was named, and by which account on which host.
const columns = /^actor,at,body,hash,id,kind,(origin,)?prev_hash,seq,subject$/;

/** Canonical JSON (RFC 8785): members sorted by their names, no white space, numbers and texts as JSON.stringify. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.keys(value).sort();
  return `{${members.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`;
}

/** Walks entries.jsonl to its end, or to the first entry that is not what was recorded. */
async function walkEntries(folder, sizes, faults) {
  const tree = new Tree();
  const history = { entries: 0, head: '0'.repeat(64), roots: new Map(), broken: true };
  const found = { keys: [], checkpoints: [], texts: new Set(), removed: new Set() };
  const markRoot = () => sizes.has(tree.size) && history.roots.set(tree.size, tree.root());
  markRoot();
  try {
    for await (const line of linesOf(join(folder, 'entries.jsonl'))) {
      const entry = readEntry(line, history);
      history.entries = entry.seq;
      history.head = entry.hash;
      tree.add(Buffer.from(entry.hash, 'hex'));
      markRoot();
      for (const [, digest] of line.matchAll(/"sha256":"([0-9a-f]{64})","size":/g)) found.texts.add(digest);
      if (entry.kind === 'key.made') found.keys.push(readKey(entry.body.public_key));
      if (entry.kind === 'checkpoint.made')
        found.checkpoints.push({ seq: entry.seq, note: entry.body.note, keys: [...found.keys] });
      if (entry.kind === 'blobs.removed')
        for (const { digest } of entry.body.removed) found.removed.add(digest);
    }
    history.broken = false;
  } catch (cause) {
    faults.push(`Entry ${history.entries + 1}: ${cause.message}.`);
  }
  return { ...history, ...found };
}

/** Reads the entry that follows, or says why it does not. */
function readEntry(line, { entries, head }) {
  let entry;
  try {
    entry = JSON.parse(line);
  } catch {
    throw new Error('its line is not JSON');
  }
  if (canonical(entry) !== line || !columns.test(Object.keys(entry ?? {}).join()))
    throw new Error('its line is not an entry in canonical form');
  const { hash, ...others } = entry;
  if (entry.seq !== entries + 1) throw new Error(`entry ${entries + 1} is missing; ${entry.seq} follows`);
  if (entry.prev_hash !== head) throw new Error('it does not follow the entry before it');
  if (sha256(canonical(others)).toString('hex') !== hash)
    throw new Error('its content does not match its hash');
  return entry;
}

/** The Merkle tree over the hashes of the entries (RFC 6962 §2.1). It keeps one hash for each complete subtree. */
class Tree {
  size = 0;
  subtrees = [];

  add(hash) {
    let subtree = sha256(Buffer.of(0), hash);
    for (let rest = this.size; rest % 2 === 1; rest = (rest - 1) / 2)
      subtree = sha256(Buffer.of(1), this.subtrees.pop(), subtree);
    this.subtrees.push(subtree);
    this.size += 1;
  }

  root() {
    if (this.size === 0) return sha256('').toString('base64');
    return this.subtrees.reduceRight((right, left) => sha256(Buffer.of(1), left, right)).toString('base64');
  }
}

// ------------------------------------------------------------ checkpoints: a size and a root, signed with Ed25519

/** Reads a public key of the form name+id+base64 (c2sp.org/signed-note). */
function readKey(text) {
  const [, name, id, base64] = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)\n?$/.exec(text) ?? [];
  const bytes = Buffer.from(base64 ?? '', 'base64');
  const ownId = sha256(`${name}\n`, bytes).toString('hex').slice(0, 8);
  if (bytes.length !== 33 || bytes[0] !== 1 || ownId !== id)
    throw new Error('not a public key of the form name+id+base64');
  // The first bytes say in DER: an Ed25519 key (RFC 8410 §4).
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), bytes.subarray(1)]);
  return { name, id, text: text.trim(), key: createPublicKey({ key: der, format: 'der', type: 'spki' }) };
}

/** Reads a checkpoint (c2sp.org/tlog-checkpoint): origin, size and root in base64, an empty line, signatures. */
function readCheckpoint(note) {
  const split = note.lastIndexOf('\n\n');
  const text = note.slice(0, split + 1);
  const [origin, size, root, ...more] = text.split('\n');
  const lines = note.slice(split + 2).split('\n');
  const end = lines.pop();
  const signatures = lines.map((line) => {
    const [, name, base64] = /^— (\S+) ([A-Za-z0-9+/=]+)$/u.exec(line) ?? [];
    const bytes = Buffer.from(base64 ?? '', 'base64');
    return { name, id: bytes.subarray(0, 4).toString('hex'), bytes: bytes.subarray(4) };
  });
  const isRead =
    split !== -1 && end === '' && more.length > 0 && signatures.every(({ name }) => name !== undefined);
  if (
    !isRead ||
    signatures.length === 0 ||
    !/^(0|[1-9]\d{0,14})$/.test(size) ||
    Buffer.from(root, 'base64').length !== 32
  )
    throw new Error('not a checkpoint');
  return { origin, size: Number(size), root, text, signatures };
}

/** Says what is wrong with a checkpoint of this history; undefined when nothing is. */
function judgeCheckpoint({ origin, size, root, text, signatures }, keys, history, agreed) {
  if (!keys.some(({ name }) => name === origin)) return `foreign: it is of the history "${origin}"`;
  const known = signatures.flatMap((signature) => {
    const key = keys.find(({ name, id }) => name === signature.name && id === signature.id);
    return key ? [{ ...signature, key }] : [];
  });
  if (known.some(({ key, bytes }) => !verifySignature(null, Buffer.from(text), key.key, bytes)))
    return 'forged: a key whose name it bears did not sign it';
  if (known.length === 0) return 'unknown-key: nobody whose key is known signed it';
  if (size > history.entries)
    return history.broken
      ? `not-reached: the history breaks off after entry ${history.entries}`
      : `cut-off: it vouches for ${size} entries, and only ${history.entries} are there`;
  if (history.roots.get(size) !== root) {
    const start = Math.max(0, ...agreed.filter((other) => other < size)) + 1;
    return `rewritten: among entries ${start} to ${size} some are not what it vouches for, though all hashes match`;
  }
  return undefined;
}

/** Holds the history against the checkpoints that it records, and against those that somebody kept. */
function checkCheckpoints({ history, files, kept, trusted }, faults) {
  const claims = [];
  for (const { seq, note, keys } of history.checkpoints) {
    const source = `entry ${seq}`;
    if (files.get(checkpointFile(seq)) !== note)
      faults.push(`File ${checkpointFile(seq)}: not what entry ${seq} records.`);
    try {
      claims.push({ source, keys, checkpoint: readCheckpoint(note) });
    } catch (cause) {
      faults.push(`Checkpoint of ${source} (unreadable): ${cause.message}.`);
    }
  }
  const known = trusted.length > 0 ? trusted : history.keys;
  const names = [...trusted, ...history.keys].map(({ name }) => name);
  // A folder may hold those of other histories too; but when none is of this one, that is worth a word.
  const own = kept.filter(({ inFolder, checkpoint }) => !inFolder || names.includes(checkpoint.origin));
  for (const one of own.length > 0 ? own : kept) claims.push({ ...one, keys: known });
  const agreed = claims
    .map(({ checkpoint }) => checkpoint)
    .filter(({ size, root }) => history.roots.get(size) === root);
  const good = [];
  for (const { source, keys, checkpoint } of claims) {
    const wrong = judgeCheckpoint(
      checkpoint,
      keys,
      history,
      agreed.map(({ size }) => size),
    );
    if (wrong === undefined) good.push(checkpoint);
    else faults.push(`Checkpoint of ${source} (${wrong}).`);
  }
  const vouched = good.filter(({ signatures }) =>
    signatures.some((signature) =>
      known.some(({ name, id }) => name === signature.name && id === signature.id),
    ),
  );
  if (trusted.length > 0 && vouched.length === 0)
    faults.push(
      'Key: no checkpoint here was signed with the key that you gave: another history, or one that was rewritten.',
    );
  return { good: good.length, own: own.length, vouchedFor: Math.max(0, ...vouched.map(({ size }) => size)) };
}

const checkpointFile = (seq) => `checkpoints/entry-${String(seq).padStart(9, '0')}.checkpoint`;

// --------------------------------------------------------------------------------------------- the whole of it

async function main() {
  const { folder, trusted, kept } = readArguments();
  const faults = [];
  const listed = await checkFiles(folder, faults).catch((cause) => {
    faults.push(`SHA256SUMS: ${cause.message}.`);
    return new Set();
  });
  const files = new Map();
  for (const name of listed)
    if (name.startsWith('checkpoints/') && statSync(join(folder, name), { throwIfNoEntry: false })?.isFile())
      files.set(name, readFileSync(join(folder, name), 'utf8'));
  const sizes = new Set(kept.map(({ checkpoint }) => checkpoint.size));
  for (const note of files.values()) {
    try {
      sizes.add(readCheckpoint(note).size);
    } catch {
      // The entry that records it is judged below.
    }
  }
  const history = await walkEntries(folder, sizes, faults);
  const { good, own, vouchedFor } = checkCheckpoints({ history, files, kept, trusted }, faults);
  const missing = [...history.texts].filter((digest) => !listed.has(`texts/${digest}`));
  for (const digest of missing)
    if (!history.removed.has(digest))
      faults.push(`Text ${digest}: missing, and no entry says that it was removed.`);
  const signer =
    trusted.length > 0 ? 'the key that you gave' : history.keys.map(({ text }) => text).join(', ');
  print([
    `Files        ${listed.size} listed in SHA256SUMS`,
    `Entries      ${history.entries}, the last with the hash ${history.head}`,
    `Texts        ${history.texts.size} named by entries, ${missing.length} of them not here`,
    `Checkpoints  ${history.checkpoints.length} in the history, ${own} that you gave; ${good} hold`,
    `Vouched for  ${vouchedFor === 0 ? 'no entry' : `entries 1 to ${vouchedFor}, by ${signer}`}`,
    ...(trusted.length > 0 && kept.length > 0 ? [] : ['', ...caution]),
    '',
    faults.length === 0
      ? 'WHOLE: every entry, text, checkpoint and file is as it was recorded.'
      : `NOT WHOLE: ${faults.length} found`,
    ...faults.map((fault) => `- ${fault}`),
  ]);
  return faults.length === 0 ? 0 : 1;
}

const caution = [
  'Give --key and --checkpoint with what reached you apart from this bundle. Without them, a history that was',
  'rewritten as a whole and signed anew, or cut off at its end, is not told from an honest one.',
];

function readArguments() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { key: { type: 'string', multiple: true }, checkpoint: { type: 'string', multiple: true } },
  });
  if (positionals.length > 1) throw new Error('name one folder');
  const folder = positionals[0] ?? fileURLToPath(new URL('.', import.meta.url));
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new Error(`${folder}: no such folder`);
  const isThere = (path) => statSync(path, { throwIfNoEntry: false }) !== undefined;
  const trusted = (values.key ?? []).map((key) => readKey(isThere(key) ? readFileSync(key, 'utf8') : key));
  const kept = (values.checkpoint ?? []).flatMap((path) =>
    statSync(path).isDirectory()
      ? readdirSync(path)
          .filter((name) => name.endsWith('.checkpoint'))
          .map((name) => ({ ...readKept(join(path, name)), inFolder: true }))
      : [{ ...readKept(path), inFolder: false }],
  );
  return { folder, trusted, kept };
}

function readKept(source) {
  try {
    return { source, checkpoint: readCheckpoint(readFileSync(source, 'utf8')) };
  } catch (cause) {
    throw new Error(`${source}: ${cause.message}`);
  }
}

/** What stands in a bundle is not ours: no character of it may command a terminal. */
function print(lines) {
  for (const line of lines) process.stdout.write(`${line.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '\ufffd')}\n`);
}

try {
  process.exitCode = await main();
} catch (cause) {
  print([`error: ${cause.message}`, 'usage: node verify.mjs [FOLDER] [--key KEY]... [--checkpoint PATH]...']);
  process.exitCode = 2;
}
