import { typedPath } from '../../../app/files/write-new-file.ts';
import { keyPath, recordedKeys } from '../../../app/history/checkpoints/signing-key.ts';
import { checkEntryProof } from '../../../app/history/entry-proof.ts';
import { findDecisions } from '../../../app/history/find-decisions.ts';
import { reviewHistory } from '../../../app/history/review-history.ts';
import { readKeys, verifyHistory } from '../../../app/history/verify-history.ts';
import { readPast } from '../../../app/rollout/past-rollout.ts';
import { databasePath } from '../../../app/world/database-path.ts';
import { UsageError } from '../../../domain/base/errors.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { describeProgress } from '../../../domain/base/text/progress.ts';
import { formatDuration } from '../../../domain/base/time/duration.ts';
import { compareMoments } from '../../../domain/rollout/rollout-moment.ts';
import { renderEntryProof } from '../../../report/history/entry-proof.ts';
import { renderProof } from '../../../report/history/proof.ts';
import {
  renderChanges,
  renderDecisions,
  renderMoment,
  renderReview,
} from '../../../report/history/questions.ts';
import type { ReadableHistory } from '../../shell/connection.ts';
import { atField, fill, required } from '../../shell/decision.ts';
import { inquiry } from '../../shell/inquiry.ts';
import type { Binding } from '../../shell/screen.ts';
import type { Doing } from '../../shell/state.ts';
import { verifiedAs, verifying, whileVerifying } from './verified.tsx';

/** @throws UsageError while there is no history */
export function existing(store: ReadableHistory): NonNullable<ReadableHistory> {
  if (store) return store;
  throw new UsageError('there is no history yet', 'Start a rollout on the Rollout screen: press 1, then n.');
}

/** @throws UsageError for a text that is not a number of an entry */
export function readEntryNumber(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new UsageError(`"${text}" is not the number of an entry`, 'The list shows the numbers.');
}

const momentHint = 'name a day (2026-11-20), a time, how long ago (7d), or the number of an entry';

const verify = inquiry<{ checkpoints: readonly string[]; keys: readonly string[] }>({
  command: 'verify',
  keys: ['v'],
  description: 'verify the history: that it is intact and extends every checkpoint',
  footer: 'verify',
  disabled: whileVerifying,
  begin: () => ({ checkpoints: [], keys: [] }),
  title: () => 'Is the history whole?',
  answer: verified,
});

const verifyAgainst = inquiry<{ checkpoints: readonly string[]; keys: readonly string[] }>({
  command: 'verify-against',
  keys: ['V'],
  description: 'verify the history against a checkpoint or a key kept elsewhere',
  disabled: whileVerifying,
  form: {
    title: () => 'Verify the history against what is kept elsewhere',
    fields: () => [
      { label: 'Checkpoint or folder', value: '' },
      { label: 'Public key or file', value: '' },
    ],
    read: ([checkpoint = '', key = '']) =>
      fill((at) => {
        at(0, () => required(checkpoint + key, 'name a checkpoint, a folder of them, or a public key'));
        return { checkpoints: given(checkpoint), keys: given(key) };
      }),
  },
  title: ({ checkpoints, keys }) =>
    `Is the history whole, and does it extend ${[...checkpoints, ...keys].join(', ')}?`,
  answer: verified,
});

async function verified(
  doing: Doing,
  { checkpoints, keys }: { checkpoints: readonly string[]; keys: readonly string[] },
  say: (progress: string) => void,
): Promise<string> {
  const world = doing.world();
  const from = performance.now();
  const path = (typed: string) => typedPath(world, typed);
  const tell = (progress: string) => {
    say(progress);
    doing.change((state) => verifying(state, progress));
  };
  tell('verifying every entry and every text…');
  try {
    const proof = await verifyHistory(
      world,
      { db: doing.db },
      {
        checkpoints: checkpoints.map(path),
        keys: keys.map(path),
        onProgress: ({ done = 0, planned: total = 0 }) =>
          tell(
            `verifying ${describeProgress({ done, total, elapsed: performance.now() - from }, 'entries')}`,
          ),
      },
    );
    const { whole, entries } = proof;
    doing.change((state) => verifiedAs(state, { whole, entries, at: world.now() }));
    return `${renderProof(proof)}\nVerified in ${formatDuration(performance.now() - from)}.`;
  } finally {
    doing.change((state) => verifying(state, undefined));
  }
}

function given(typed: string): readonly string[] {
  return typed === '' ? [] : [typed];
}

const verifyProof = inquiry<{ file: string; key: string }>({
  command: 'verify-proof',
  keys: ['P'],
  description: 'check the proof of an entry in a file',
  form: {
    title: () => 'Check the proof of an entry',
    fields: () => [
      { label: 'Proof', value: '', required: 'name the file with the proof' },
      {
        label: 'Public key or file',
        value: '',
        required: 'a proof means nothing without the public key of the history',
      },
    ],
    read: ([file = '', key = '']) => ({ input: { file, key } }),
  },
  title: ({ file }) => `Does ${file} prove its entry?`,
  answer: async (doing, { file, key }) => {
    const world = doing.world();
    const keys = [typedPath(world, key)];
    // Read once more before, so that what is wrong with it is said at its field.
    await atField(1, () => readKeys(world, keys));
    return renderEntryProof(await atField(0, () => checkEntryProof(world, typedPath(world, file), keys)));
  },
});

const publicKeys = inquiry<undefined>({
  command: 'public-keys',
  keys: ['K'],
  description: 'the public key that verifies checkpoints',
  begin: () => undefined,
  title: () => 'The public key that verifies checkpoints',
  answer: async (doing) => {
    const keys = await doing.reading((store) => recordedKeys(existing(store)));
    const [inUse, ...earlier] = keys.map(({ text }) => text).reverse();
    if (inUse === undefined)
      throw new UsageError('no key was made yet', 'The first checkpoint makes one: press c.');
    return [
      inUse,
      '',
      'Give it to auditors in another way than the history.',
      `The private key is in ${cleanLine(keyPath(databasePath(doing.world(), doing.db)))}`,
      ...(earlier.length === 0 ? [] : ['', 'Earlier keys', ...earlier.reverse().map((one) => `  ${one}`)]),
    ].join('\n');
  },
});

const asOf = inquiry<{ moment: string }>({
  command: 'as-of',
  keys: ['t'],
  description: 'the rollout at an earlier moment: pin, phases, people and their roles',
  form: {
    title: () => 'The rollout at an earlier moment',
    fields: () => [{ label: 'Day, time or entry', value: '', required: momentHint }],
    read: ([moment = '']) => ({ input: { moment } }),
  },
  title: ({ moment }) => `The rollout as of ${moment}`,
  answer: async (doing, { moment }) =>
    renderMoment(await doing.reading((store) => readPast(doing.world(), existing(store), moment))),
});

const changes = inquiry<{ from: string; to: string | undefined }>({
  command: 'changes',
  keys: ['d'],
  description: 'what differs between two moments of the rollout',
  form: {
    title: () => 'What differs between two moments',
    fields: () => [
      { label: 'From', value: '', required: momentHint },
      { label: 'To (now)', value: '' },
    ],
    read: ([from = '', to = '']) => ({ input: { from, to: to || undefined } }),
  },
  title: ({ from, to }) => `What differs between ${from} and ${to ?? 'now'}`,
  answer: (doing, asked) =>
    doing.reading(async (store) => {
      const read = (moment: string | undefined) => readPast(doing.world(), existing(store), moment);
      const from = await atField(0, () => read(asked.from));
      const to = await atField(1, () => read(asked.to));
      if (from.entry > to.entry) throw new UsageError('From is later than To', 'Exchange them.');
      return renderChanges({ from, to, changes: compareMoments(from, to) });
    }),
});

const decisions = inquiry<{ entry: number | undefined; cli: string | undefined }>({
  command: 'decisions',
  keys: ['D'],
  description: 'decisions with the evidence behind them',
  form: {
    title: () => 'Decisions with the evidence behind them (both fields empty: all)',
    fields: () => [
      { label: 'Based on entry', value: '' },
      { label: 'Based on CLI', value: '' },
    ],
    read: ([entry = '', cli = '']) =>
      fill((at) => {
        const seq = at(0, () => (entry === '' ? undefined : readEntryNumber(entry)));
        at(1, () => {
          if (entry !== '' && cli !== '') throw new UsageError('leave one of the two empty');
        });
        return { entry: seq, cli: cli || undefined };
      }),
  },
  title: ({ entry, cli }) => {
    if (entry !== undefined) return `Decisions based on entry ${entry}, directly or not`;
    return cli === undefined ? 'All decisions' : `Decisions based on evidence gathered on CLI ${cli}`;
  },
  answer: async (doing, grounds) =>
    renderDecisions(await doing.reading((store) => findDecisions(existing(store), grounds))),
});

const review = inquiry<undefined>({
  command: 'review',
  keys: ['R'],
  description: 'what an auditor should look at',
  footer: 'review',
  begin: () => undefined,
  title: () => 'What an auditor should look at: roles, own approvals, sign-offs, times',
  answer: async (doing) =>
    renderReview(await doing.reading((store) => reviewHistory(doing.world(), existing(store)))),
});

/** What an auditor asks. Nothing is recorded. */
export const auditorQuestions: readonly Binding[] = [
  verify,
  review,
  asOf,
  changes,
  decisions,
  publicKeys,
  verifyAgainst,
  verifyProof,
];
