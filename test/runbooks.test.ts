import { readdirSync, readFileSync } from 'node:fs';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { commands } from '../src/cli/program/commands.ts';
import type { Host } from '../src/cli/program/host.ts';
import { parseChecklist } from '../src/domain/artifacts/checklist.ts';
import { parseArtifactKinds } from '../src/domain/artifacts/parse-artifact-kinds.ts';
import { PHASE_IDS } from '../src/domain/base/phase.ts';
import { parseSuite } from '../src/domain/checks/parse-suite.ts';
import { SHIPPED_SUITES } from '../src/domain/checks/suite.ts';
import { WORK_CHECKS } from '../src/domain/runbooks/elsewhere.ts';
import { joinRunbooks } from '../src/domain/runbooks/join-runbooks.ts';
import { parseRunbook } from '../src/domain/runbooks/parse-runbook.ts';

const shipped = readdirSync('runbooks')
  .filter((name) => name.endsWith('.md'))
  .map((name) => parseRunbook(readFileSync(`runbooks/${name}`, 'utf8'), `runbooks/${name}`));
const suites = SHIPPED_SUITES.map((name) =>
  parseSuite(readFileSync(`checks/${name}.yaml`, 'utf8'), `checks/${name}.yaml`),
);
const kinds = parseArtifactKinds(
  readFileSync('data/artifacts/kinds.yaml', 'utf8'),
  'data/artifacts/kinds.yaml',
);
const known = {
  checks: new Set([...suites.flatMap(({ checks }) => checks.map(({ id }) => id)), ...WORK_CHECKS]),
  artifacts: new Set(kinds.map(({ id }) => id)),
};
const texts = [
  ...shipped.map(({ file }) => file),
  'README.md',
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** Every command of the program, with the subcommands of its groups. */
async function knownCommands(): Promise<ReadonlySet<string>> {
  const known = new Set<string>();
  for (const { name, load } of commands) {
    const command = new Command(name);
    // Defining a command only notes its flags; the host is not used before it is called.
    (await load()).define(command, {} as Host, () => undefined);
    known.add(name);
    for (const sub of command.commands) known.add(`${name} ${sub.name()}`);
  }
  return known;
}

describe('the runbooks that ship', () => {
  it('are the phases, the procedures and the guides', () => {
    expect(shipped.map(({ id }) => id).sort()).toEqual([
      ...['enterprise-setup', 'govern', 'incident', 'pilot', 'plugin-source-promotion', 'rbac', 'rollback'],
      ...['scale', 'sdlc-integration', 'standardize', 'starter', 'upgrade'],
    ]);
    for (const phase of PHASE_IDS)
      expect(shipped.filter((one) => one.kind === 'phase' && one.phase === phase)).toHaveLength(1);
  });

  it('fit together: no item stands twice, and every check exists', () => {
    expect(joinRunbooks(shipped, known)).toHaveLength(shipped.length);
  });

  it('have a few required items in each phase', () => {
    for (const { items } of shipped.filter(({ kind }) => kind === 'phase'))
      expect(items.filter(({ required }) => required).length).toBeGreaterThanOrEqual(4);
  });

  it('ask for every artifact that ships, and in Pilot for none', () => {
    const asked = shipped
      .flatMap(({ items }) =>
        items.flatMap(({ id, requirements }) => requirements.map((one) => ({ id, ...one }))),
      )
      .filter(({ kind }) => kind === 'artifact');
    expect(new Set(asked.map(({ key }) => key))).toEqual(known.artifacts);
    expect(asked.filter(({ id }) => id.startsWith('pilot.'))).toEqual([]);
  });

  it('ask for the reviews only that the cockpit knows', () => {
    const checklist = readFileSync('data/artifacts/high-risk-checklist.yaml', 'utf8');
    const { review } = parseChecklist(checklist, 'data/artifacts/high-risk-checklist.yaml');
    const asked = shipped.flatMap(({ items }) => items.flatMap(({ requirements }) => requirements));
    for (const { kind, key } of asked) if (kind === 'review') expect(key).toBe(review);
  });

  it('keep every item id below the name of its runbook', () => {
    for (const { id, items } of shipped)
      for (const item of items) expect(item.id.startsWith(`${id}.`), item.id).toBe(true);
  });
});

describe.each(texts)('the commands that %s names', (file) => {
  it('exist', async () => {
    const known = await knownCommands();
    const groups = new Set([...known].filter((name) => name.includes(' ')).map((name) => name.split(' ')[0]));
    const named = readFileSync(file, 'utf8').matchAll(
      /(?:codex-cockpit|^\$ cockpit) ([a-z]+)(?: ([a-z][a-z-]*))?/gm,
    );
    for (const [whole, first = '', second] of named) {
      // The name of the program also stands in plain sentences.
      if (!/`[^`\n]*$|^\s*(?:codex-cockpit)|run $|then $/.test(before(file, whole))) continue;
      expect(known, `${file}: ${whole}`).toContain(first);
      if (second && groups.has(first) && first !== 'check' && !second.includes('.'))
        expect(known, `${file}: ${whole}`).toContain(`${first} ${second}`);
    }
  });
});

/** The line of a file up to where a text stands in it, the text's beginning included when it begins the line. */
function before(file: string, text: string): string {
  const lines = readFileSync(file, 'utf8').split('\n');
  const line = lines.find((one) => one.includes(text)) ?? '';
  const at = line.indexOf(text);
  return at === 0 ? line : line.slice(0, at);
}
