#!/usr/bin/env node
// Verifies an audit bundle of codex-cockpit. It needs Node.js 18 or newer and nothing else: no package, no network,
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
      faults.push(`SHA256SUMS: a line is not a digest with the name of a file: ${line}`);
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
    if (name !== 'SHA256SUMS' && name !== 'SHA256SUMS.note' && !listed.has(name))
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
  if (!lstatSync(path).isFile()) throw new Error('it is not a file');
  let rest = [];
  for await (const chunk of createReadStream(path)) {
    const [end, ...lines] = decoder.decode(chunk, { stream: true }).split('\n');
    rest.push(end);
    for (const line of lines) {
      yield rest.join('');
      rest = [line];
    }
    if (rest.length > 1024) throw new Error('it has a line of more than 64 MiB');
  }
  if (rest.join('') + decoder.decode() !== '') throw new Error('its last line does not end');
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
  const found = {
    keys: [],
    checkpoints: [],
    texts: new Set(),
    removed: new Set(),
    documents: new Map(),
    untold: 0,
  };
  const signOffs = new SignOffs(faults);
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
      const folderOf = { 'artifact.revised': 'artifacts', 'runbook.published': 'runbooks' }[entry.kind];
      if (folderOf) found.documents.set(`${folderOf}/${numbered(entry.seq)}`, entry.body.text?.sha256);
      if (entry.origin === undefined) found.untold += 1;
      if (!isTime(entry.at)) faults.push(`Entry ${entry.seq}: it is dated ${entry.at}, which is no time.`);
      signOffs.read(entry);
      if (entry.kind === 'blobs.removed')
        for (const { digest } of entry.body.removed) found.removed.add(digest);
    }
    history.broken = false;
    history.root = tree.root();
  } catch (cause) {
    faults.push(`Entry ${history.entries + 1}: ${cause.message}.`);
  }
  return { ...history, ...found, signOffs };
}

/** Whether a text is a time as entries have it: RFC 3339 UTC with milliseconds. */
function isTime(at) {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(at)) return false;
  const instant = new Date(at);
  return !Number.isNaN(instant.getTime()) && instant.toISOString() === at;
}

const numbered = (seq) => `entry-${String(seq).padStart(9, '0')}`;

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
  const isSigned = signatures.length > 0 && signatures.every(({ name }) => name !== undefined);
  const isText = split !== -1 && end === '' && more.length > 0 && /^(0|[1-9]\d{0,14})$/.test(size);
  if (!isSigned || !isText || Buffer.from(root, 'base64').length !== 32) throw new Error('not a checkpoint');
  return { origin, size: Number(size), root, text, signatures };
}

/** The keys, of those given, that signed a note. Keys are compared as a whole: two can have one name and one id. */
function signersOf({ text, signatures }, keys) {
  const isBy = (one, { name, id, key }) =>
    one.name === name && one.id === id && verifySignature(null, Buffer.from(text), key, one.bytes);
  return keys.filter((key) => signatures.some((one) => isBy(one, key)));
}

/** Says what is wrong with a checkpoint of this history; undefined when nothing is. */
function judgeCheckpoint(checkpoint, keys, history, agreed) {
  const { origin, size, root, signatures } = checkpoint;
  if (!keys.some(({ name }) => name === origin)) return `foreign: it is of the history "${origin}"`;
  if (signersOf(checkpoint, keys).length === 0)
    return signatures.some((one) => keys.some(({ name, id }) => name === one.name && id === one.id))
      ? 'forged: a key whose name it bears did not sign it'
      : 'unknown-key: nobody whose key is known signed it';
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
  const agrees = ({ checkpoint: { size, root } }) => history.roots.get(size) === root;
  const agreed = claims.filter(agrees).map(({ checkpoint }) => checkpoint.size);
  const good = [];
  for (const { source, keys, checkpoint } of claims) {
    const wrong = judgeCheckpoint(checkpoint, keys, history, agreed);
    if (wrong === undefined) good.push(checkpoint);
    else faults.push(`Checkpoint of ${source} (${wrong}).`);
  }
  const vouched = good.filter((checkpoint) => signersOf(checkpoint, known).length > 0);
  if (trusted.length > 0 && vouched.length === 0)
    faults.push(
      'Key: no checkpoint here was signed with the key that you gave: another history, or one that was rewritten.',
    );
  return { good: good.length, own: own.length, vouchedFor: Math.max(0, ...vouched.map(({ size }) => size)) };
}

const checkpointFile = (seq) => `checkpoints/${numbered(seq)}.checkpoint`;

/**
 * Checks the note that signs the list of the files, and so each of them: the report and the documents too. It has the
 * form of a checkpoint with a fourth line, the SHA-256 of the list, and an origin of its own.
 */
async function checkSignedList({ folder, history, keys }, faults) {
  const unknown = 'Nothing shows who wrote report.html and the other files that are made from the entries.';
  const notSigned = (reason) => void faults.push(`Bundle: ${reason}. ${unknown}`);
  const path = join(folder, 'SHA256SUMS.note');
  if (!lstatSync(path, { throwIfNoEntry: false })?.isFile()) return notSigned('it is not signed');
  let note;
  try {
    note = readCheckpoint(readFileSync(path, 'utf8'));
  } catch {
    return notSigned('SHA256SUMS.note is not a signed note');
  }
  const [signer] = signersOf(
    note,
    keys.filter(({ name }) => note.origin === `${name}/bundle`),
  );
  if (!signer) return notSigned('no key that counts here signed SHA256SUMS.note');
  const list = Buffer.from((await digestOf(join(folder, 'SHA256SUMS'))) ?? '', 'hex').toString('base64');
  if (note.text.split('\n')[3] !== list) return notSigned('SHA256SUMS is not the list that was signed');
  if (note.size !== history.entries || note.root !== history.root)
    return notSigned(`it was signed with ${note.size} entries, and these are not the ones`);
  return signer;
}

/** Compares every document with the text that its entry names. */
async function checkDocuments(folder, listed, documents, faults) {
  for (const name of listed) {
    const [, entry] = /^((?:artifacts|runbooks)\/entry-\d{9,})-/.exec(name) ?? [];
    if (/^(artifacts|runbooks)\//.test(name) && documents.get(entry) !== (await digestOf(join(folder, name))))
      faults.push(`File ${name}: not the text that an entry records.`);
  }
}

// --------------------------------------------------- sign-offs: a statement of a person, signed with an SSH key

/** Follows who takes part with which keys, and checks each sign-off when its entry comes. */
class SignOffs {
  rollout = '';
  keysOf = new Map();
  ownerOf = new Map();
  /** The first entry of each statement: a signature that stood in an earlier one is a copy. */
  given = new Map();
  good = 0;
  unsigned = 0;

  constructor(faults) {
    this.faults = faults;
  }

  read({ seq, kind, actor, body }) {
    if (kind === 'rollout.started' && this.rollout === '') this.rollout = body.name;
    if (kind === 'person.recorded') this.readKeys(seq, String(body.email), body.keys);
    if (kind !== 'phase.signed') return;
    const before = this.given.get(body.signature?.statement);
    if (before === undefined && body.signature) this.given.set(body.signature.statement, seq);
    const wrong =
      this.whatIsWrong(actor, body) ??
      (before === undefined ? undefined : `this signature was given before, in entry ${before}`);
    if (wrong !== undefined) this.faults.push(`Sign-off of entry ${seq} by ${actor}: ${wrong}.`);
    else if (body.signature === null) this.unsigned += 1;
    else this.good += 1;
  }

  /** A signature shows who signed only while the key is of one person. */
  readKeys(seq, email, keys) {
    this.keysOf.set(email.toLowerCase(), keys);
    for (const key of keys.map(pointOf)) {
      const owner = this.ownerOf.get(key) ?? email;
      this.ownerOf.set(key, owner);
      if (owner.toLowerCase() !== email.toLowerCase())
        this.faults.push(`Entry ${seq}: it records an SSH key for ${email} that is ${owner}'s.`);
    }
  }

  whatIsWrong(actor, { phase, role, evidence_sha256, items, signature }) {
    if (items !== undefined && sha256(canonical({ items })).toString('hex') !== evidence_sha256)
      return 'the evidence that the entry lists is not what was signed';
    if (signature === null) return undefined;
    try {
      const { statement, public_key } = signature;
      const said = JSON.parse(statement);
      const meant = { rollout: this.rollout, phase, role, person: actor, evidence_sha256 };
      for (const [name, value] of Object.entries(meant))
        if (said[name] !== value) return `what was signed has another ${name}`;
      if (!this.keysOf.get(actor.toLowerCase())?.includes(public_key))
        return 'its SSH key was not recorded for that person';
      return isSshSigned(signature) ? undefined : 'its SSH signature is bad';
    } catch {
      return 'its SSH signature cannot be read';
    }
  }
}

/** What all spellings of one SSH key have in common: the number or the x of the point that it is. */
function pointOf(text) {
  const blob = Buffer.from(String(text).split(' ')[1] ?? '', 'base64');
  try {
    const [kind, first] = sshFields(blob, 2);
    const number = /ed25519/.test(kind) ? first : sshFields(blob, 3)[2];
    const size = curves[String(first)]?.[2];
    return (size ? number.subarray(1, 1 + size) : number).toString('hex').replace(/^(00)+/, '');
  } catch {
    return String(text);
  }
}

const curves = {
  nistp256: ['sha256', 'P-256', 32],
  nistp384: ['sha384', 'P-384', 48],
  nistp521: ['sha512', 'P-521', 66],
};

/** The fields of a message of SSH: a length in four bytes, then so many bytes (RFC 4251 §5). */
function sshFields(bytes, count) {
  const fields = [];
  let at = 0;
  while (fields.length < count) {
    const start = at + 4;
    at = start + bytes.readUInt32BE(at);
    if (at > bytes.length) throw new Error('a field is cut off');
    fields.push(bytes.subarray(start, at));
  }
  return [...fields, bytes.subarray(at)];
}

const sshField = (bytes) => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
};

/** Verifies a signature that `ssh-keygen -Y sign` made (PROTOCOL.sshsig of OpenSSH). */
function isSshSigned({ statement, public_key, armored }) {
  const [, base64] =
    /^-----BEGIN SSH SIGNATURE-----\n([A-Za-z0-9+/=\n]+)-----END SSH SIGNATURE-----\n?$/.exec(armored) ?? [];
  const bytes = Buffer.from(base64 ?? '', 'base64');
  if (bytes.toString('latin1', 0, 6) !== 'SSHSIG' || bytes.readUInt32BE(6) !== 1) return false;
  const [blob, namespace, reserved, digest, signature] = sshFields(bytes.subarray(10), 5);
  if (!blob.equals(Buffer.from(public_key.split(' ')[1], 'base64'))) return false;
  if (String(namespace) !== 'codex-cockpit' || !['sha256', 'sha512'].includes(String(digest))) return false;
  const said = createHash(String(digest)).update(statement).digest();
  const parts = [namespace, reserved, digest, said].map(sshField);
  return isSshSignature(blob, Buffer.concat([Buffer.from('SSHSIG'), ...parts]), signature);
}

/** Verifies a signature of SSH with a public key of SSH (RFC 4253, 5656, 8332, 8709; PROTOCOL.u2f of OpenSSH). */
function isSshSignature(blob, message, signature) {
  const [kind, rest] = sshFields(blob, 1);
  const [algorithm, bytes, more] = sshFields(signature, 2);
  const text = (part) => part.toString('base64url');
  // Whole numbers of SSH have a zero in front when their first bit is set.
  const bare = (number) => number.subarray(number.findIndex((byte) => byte !== 0));
  const imported = (jwk) => createPublicKey({ key: jwk, format: 'jwk' });
  const [, security, name] =
    /^(sk-)?(ssh-ed25519|ecdsa-sha2-nistp\d+|ssh-rsa)(?:@openssh\.com)?$/.exec(kind) ?? [];
  const hashes = { 'rsa-sha2-256': 'sha256', 'rsa-sha2-512': 'sha512' };
  if (name === 'ssh-rsa') {
    const [e, n] = sshFields(rest, 2);
    const key = imported({ kty: 'RSA', e: text(bare(e)), n: text(bare(n)) });
    return hashes[algorithm] !== undefined && verifySignature(hashes[algorithm], message, key, bytes);
  }
  if (name === undefined || !algorithm.equals(kind)) return false;
  const isEd25519 = name === 'ssh-ed25519';
  const [first, ...others] = sshFields(rest, (isEd25519 ? 1 : 2) + (security ? 1 : 0));
  // A security key signs digests, with whether somebody touched it and how often it was used.
  const signed = security
    ? Buffer.concat([sha256(others[isEd25519 ? 0 : 1]), more, sha256(message)])
    : message;
  if (security && (more.length !== 5 || (more[0] & 1) !== 1)) return false;
  if (isEd25519)
    return verifySignature(null, signed, imported({ kty: 'OKP', crv: 'Ed25519', x: text(first) }), bytes);
  const [hash, crv, size] = curves[String(first)];
  const [x, y] = [others[0].subarray(1, 1 + size), others[0].subarray(1 + size)].map(text);
  const key = imported({ kty: 'EC', crv, x, y });
  const numbers = sshFields(bytes, 2).slice(0, 2).map(bare);
  const padded = numbers.map((number) => Buffer.concat([Buffer.alloc(size - number.length), number]));
  return verifySignature(hash, signed, { key, dsaEncoding: 'ieee-p1363' }, Buffer.concat(padded));
}

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
  for (const note of files.values()) sizes.add(Number(note.split('\n')[1]));
  const history = await walkEntries(folder, sizes, faults);
  const { good, own, vouchedFor } = checkCheckpoints({ history, files, kept, trusted }, faults);
  const missing = [...history.texts].filter((digest) => !listed.has(`texts/${digest}`));
  for (const digest of missing)
    if (!history.removed.has(digest))
      faults.push(`Text ${digest}: missing, and no entry says that it was removed.`);
  await checkDocuments(folder, listed, history.documents, faults);
  const keys = trusted.length > 0 ? trusted : history.keys;
  const signer = await checkSignedList({ folder, history, keys }, faults);
  const whose = trusted.length > 0 ? 'the key that you gave' : 'a key that only this bundle names';
  print([
    `Files        ${listed.size} listed in SHA256SUMS`,
    `Entries      ${history.entries}, the last with the hash ${history.head}`,
    `Texts        ${history.texts.size} named by entries, ${missing.length} of them not here`,
    `Checkpoints  ${history.checkpoints.length} in the history, ${own} that you gave; ${good} hold`,
    `Sign-offs    ${history.signOffs.good} with a good SSH signature, ${history.signOffs.unsigned} without one`,
    `Vouched for  ${vouchedFor === 0 ? 'no entry' : `entries 1 to ${vouchedFor}, by ${whose}`}`,
    `Signed       ${signer ? `every file of this bundle, by ${whose}: ${signer.text}` : 'no file of this bundle'}`,
    '',
    ...statements(history, vouchedFor),
    ...(trusted.length > 0 && kept.length > 0 ? [] : ['', ...caution]),
    '',
    faults.length === 0
      ? 'WHOLE: every entry, text, checkpoint and file is as it was recorded and signed.'
      : `NOT WHOLE: ${faults.length} found`,
    ...faults.map((fault) => `- ${fault}`),
  ]);
  return faults.length === 0 ? 0 : 1;
}

/** What is proved by nothing here. */
function statements({ entries, untold }, vouchedFor) {
  const uncovered = `No checkpoint covers entries ${vouchedFor + 1} to ${entries} yet: only who signed the bundle vouches for them.`;
  const older = `${untold} entries of an older version do not say how the actor was named, nor on which account and host.`;
  return [
    ...(vouchedFor < entries ? [uncovered] : []),
    'Names, roles and times are statements of whoever recorded an entry, on the clock of that machine. A good SSH',
    'signature shows that the key was used that an earlier entry names for the person. Whether a text was cut before',
    'it was stored, and how long it was, is a statement too: no entry names it.',
    ...(untold > 0 ? [older] : []),
  ];
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
