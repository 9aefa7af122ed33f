import { describe, expect, it } from 'vitest';
import { parseCheckpoint, signCheckpoint } from '../../../../src/domain/history/checkpoints/checkpoint.ts';
import {
  type CheckpointClaim,
  judgeCheckpoints,
} from '../../../../src/domain/history/checkpoints/judge-checkpoints.ts';
import { signingKeyFromSeed } from '../../../../src/domain/history/checkpoints/note-key.ts';
import { ctRoots } from '../../../support/merkle.ts';

const key = signingKeyFromSeed('codex-cockpit/ours', Buffer.alloc(32, 1));
const stranger = signingKeyFromSeed('codex-cockpit/ours', Buffer.alloc(32, 2));
const foreign = signingKeyFromSeed('codex-cockpit/theirs', Buffer.alloc(32, 3));

const rootAt = (size: number) => ctRoots[size - 1];
const history = { entries: 8, broken: false, rootAt };

function claim(size: number, more: { root?: string | undefined; by?: typeof key } = {}): CheckpointClaim {
  const { root = rootAt(size) ?? '', by = key } = more;
  const checkpoint = parseCheckpoint(signCheckpoint({ size, root }, by));
  return { kept: 'outside', source: `of ${size}`, checkpoint, keys: [key.verifier] };
}

const stateOf = (one: CheckpointClaim, of = history) => judgeCheckpoints([one], of)[0]?.state;

describe('a history held against a checkpoint', () => {
  it.each([1, 3, 8])('extends one over %i entries that it begins with', (size) => {
    expect(stateOf(claim(size))).toBe('extended');
  });

  it.each([
    ['cut-off', claim(9, { root: ctRoots[0] }), history],
    ['not-reached', claim(6), { ...history, entries: 5, broken: true }],
    ['rewritten', claim(6, { root: ctRoots[0] }), history],
    ['unknown-key', claim(6, { by: stranger }), history],
    ['unknown-key', claim(6, { by: stranger, root: ctRoots[0] }), history],
    ['foreign', claim(6, { by: foreign }), history],
    ['unknown-key', { ...claim(6), keys: [] }, history],
  ] as const)('is judged %s', (state, one, of) => {
    expect(stateOf(one, of)).toBe(state);
  });

  it('is named forged when a known key is said to have signed something else', () => {
    const one = claim(6);
    const note = { ...one.checkpoint.note, text: one.checkpoint.note.text.replace('\n6\n', '\n5\n') };
    expect(stateOf({ ...one, checkpoint: { ...one.checkpoint, size: 5, note } })).toBe('forged');
  });

  it('is said to be rewritten behind the newest checkpoint that still holds', () => {
    const other = ctRoots[0] ?? '';
    const findings = judgeCheckpoints(
      [claim(2), claim(4), claim(5, { root: other }), claim(8, { root: other })],
      history,
    );
    expect(findings.map(({ reason }) => reason)).toEqual([
      'the history extends it',
      'the history extends it',
      'the history was rewritten: entry 5 is not what it vouches for, though all hashes match',
      'the history was rewritten: among entries 5 to 8 some are not what it vouches for, though all hashes match',
    ]);
  });
});
