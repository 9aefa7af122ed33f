import { expect, it } from 'vitest';
import { requireAbilities } from './support/machine.ts';

it('expects nothing of a machine of which nothing was said', () => {
  requireAbilities(undefined);
  requireAbilities('');
});

it('refuses an ability that it does not know, and lists those it knows', () => {
  expect(() => requireAbilities('codex,sandboxx')).toThrow(
    'unknown ability "sandboxx"; there are codex, sandbox, mount, trace, processes',
  );
});
