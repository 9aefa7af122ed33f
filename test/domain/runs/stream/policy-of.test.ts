import { expect, it } from 'vitest';
import { policyOf } from '../../../../src/domain/runs/stream/policy-of.ts';

it.each([
  ['danger-full-access', true],
  ['read-only', false],
  ['workspace-write', null],
  [undefined, null],
])('takes from the arguments that with %s the network is %s', (sandbox, network) => {
  expect(policyOf(undefined, { sandbox, approval: 'never' })).toEqual({
    ...{ sandbox: sandbox ?? null, approval: 'never', network, from: 'arguments' },
  });
});

it('takes the word of the session file before that of the arguments', () => {
  const session = { sandbox: 'read-only', approval: '', network: false };
  expect(policyOf(session, { sandbox: 'danger-full-access', approval: 'never' })).toEqual({
    ...{ sandbox: 'read-only', approval: null, network: false, from: 'session' },
  });
});

it('is unknown where neither says anything', () => {
  const silent = { sandbox: '', approval: '', network: null };
  expect(policyOf(silent, { sandbox: undefined, approval: undefined })).toEqual({
    ...{ sandbox: null, approval: null, network: null, from: 'unknown' },
  });
});
