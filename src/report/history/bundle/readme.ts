import type { BundleFacts } from '../../../domain/history/bundle/bundle-facts.ts';
import { escapeMarkdown } from '../../base/escape.ts';

/** The first page of a bundle: what is in it, and how to verify it without our program. */
export function renderBundleReadme({
  rollout,
  madeAt,
  proof,
  keys,
  signedBy,
}: BundleFacts & { signedBy: string | undefined }): string {
  return `# Audit bundle of ${escapeMarkdown(rollout?.name ?? 'a Codex rollout')}

${proof.entries} entries, made ${madeAt} by codex-cockpit.

| file | what it is |
| --- | --- |
| \`report.html\` | the history to read: phases, gates, sign-offs, checks, who did what. No scripts |
| \`entries.jsonl\` | every entry, one line each, in canonical JSON (RFC 8785) |
| \`texts/\` | what entries rest on: outputs, diffs, documents. The name of each is its SHA-256 |
| \`artifacts/\`, \`runbooks/\` | every revision of an artifact or a published runbook, named by the entry that records it |
| \`checkpoints/\` | size and Merkle root of the history, signed, named by the entry that records it |
| \`keys/\` | the public keys that the history names |
| \`verify.mjs\` | verifies all of this. It needs Node.js 18 or newer and nothing else |
| \`SHA256SUMS\` | the digest of every file |
${
  signedBy === undefined
    ? '\nThis bundle is not signed: nothing shows who wrote this page and `report.html`. Entries, texts and documents are still proved.'
    : '| `SHA256SUMS.note` | the signature over that list, with the number of entries and the Merkle root over them |'
}

## Verify it

\`\`\`sh
node verify.mjs
node verify.mjs --key acme.pub --checkpoint kept.checkpoint
\`\`\`

It says WHOLE and exits with 0, or names every fault and exits with 1. Only the second line shows a history that was rewritten as a
whole, or cut off at its end, from an honest one: the key and a checkpoint have to reach you apart from this bundle, before
it. The key of this history should be

\`\`\`text
${keys.join('\n') || 'none yet'}
\`\`\`

\`verify.mjs\` came with what it verifies. Read it, it is short; or take the one of the same name from \`data/\` in a copy of
codex-cockpit that you trust: \`node /elsewhere/verify.mjs THIS-FOLDER\`.

## Without the script

Files against their digests:

\`\`\`sh
sha256sum --check --quiet SHA256SUMS
\`\`\`

\`SHA256SUMS.note\` is signed as a checkpoint is; its fourth line is the SHA-256 of \`SHA256SUMS\` in base64.

The signature of a checkpoint is Ed25519 over its text up to the empty line, and stands in base64 behind four bytes that name the key
(c2sp.org/tlog-checkpoint). When there are several keys, name the one that was in use then:

\`\`\`sh
file=$(ls checkpoints/*.checkpoint | tail -n 1)
work=$(mktemp -d)
sed '/^$/,$d' "$file" > "$work/text"
tail -n 1 "$file" | cut -d ' ' -f 3 | base64 -d | tail -c +5 > "$work/signature"
openssl pkeyutl -verify -pubin -inkey keys/*.pem -rawin -in "$work/text" -sigfile "$work/signature"
\`\`\`

The hash of an entry is the SHA-256 of its line without the member \`hash\`, and \`prev_hash\` is that of the line before:

\`\`\`sh
head -n 1 entries.jsonl | sed 's/"hash":"[0-9a-f]*",//' | tr -d '\\n' | sha256sum
\`\`\`

The second line of a checkpoint is a number of entries, the third the Merkle root over them (RFC 6962, section 2.1) in base64; the data
of leaf n − 1 are the 32 bytes of the hash of entry n.
`;
}
