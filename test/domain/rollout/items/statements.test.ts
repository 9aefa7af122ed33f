import { describe, expect, it } from 'vitest';
import { deriveRollout } from '../../../../src/domain/rollout/derive-rollout.ts';
import { statementsOf } from '../../../../src/domain/rollout/items/statements.ts';
import { recordOf } from '../../../support/recorded-builders.ts';
import { evidenceOf, runbookOf } from '../../../support/rollout-builders.ts';
import { itemText } from '../../../support/runbooks.ts';

const asked = evidenceOf({ key: 'look', outcome: 'manual', summary: 'manual: look at the window' });
const answered = evidenceOf({ kind: 'attestation', key: 'pilot.x' });
const failed = evidenceOf({ key: 'look', outcome: 'bad' });

describe('an attestation states', () => {
  it.each([
    ['the declared statement', '[{attestation: It is so.}]', [], ['It is so.']],
    ['what a manual check asks', '[{check: look}]', [asked], ['manual: look at the window']],
    [
      'both, the declared one first',
      '[{check: look}, {attestation: It is so.}]',
      [asked],
      ['It is so.', 'manual: look at the window'],
    ],
    [
      'the title once the manual check is answered',
      '[{check: look}]',
      [asked, answered],
      ['Title of pilot.x'],
    ],
    ['nothing for what a check shows by itself', '[{check: look}]', [failed], []],
  ])('%s', (_, evidence, recorded, statements) => {
    const runbook = runbookOf(itemText('pilot.x', { evidence }));
    const now = new Date('2026-11-20T13:00:00.000Z');
    const [judged] = deriveRollout(recordOf({ evidence: recorded }), [runbook], now).phases[0]?.items ?? [];
    expect(judged && statementsOf(judged)).toEqual(statements);
  });
});
