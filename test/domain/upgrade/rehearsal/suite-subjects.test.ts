import { expect, it } from 'vitest';
import { subjectsOfCheck } from '../../../../src/domain/upgrade/rehearsal/suite-subjects.ts';

const places = { home: '/home/ann/.codex', project: '/srv/shop' };

// Texts of checks on 0.169.0.
it.each([
  [
    '1 finding in the permission profiles\nactual: /home/ann/.codex/config.toml:4:1: model_supports_reasoning_summaries: 0.169.0 does not know this key',
    ['setting model_supports_reasoning_summaries'],
  ],
  [
    'actual: /home/ann/.codex/host.config.toml:2:1: unknown configuration field `features.code_mode_host`',
    ['setting features.code_mode_host'],
  ],
  [
    'expected: "untrusted" in careful.config.toml; "on-failure" in config.toml\nactual: approval_policy = "untrusted" is no longer supported',
    ['setting approval_policy=untrusted', 'setting approval_policy=on-failure'],
  ],
  [
    'not loaded: /srv/shop/AGENTS.md, /home/ann/.codex/AGENTS.md, /srv/shop/api/AGENTS.md',
    ['file AGENTS.md', 'file $CODEX_HOME/AGENTS.md', 'file api/AGENTS.md'],
  ],
  ['the turn ended with PONG', []],
])('%j speaks of %j', (text, expected) => {
  expect(subjectsOfCheck(text, places).map(({ kind, name }) => `${kind} ${name}`)).toEqual(expected);
});
