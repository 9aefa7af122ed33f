import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ALL_RULES } from '../../../../src/domain/runs/workflows/rules/catalog.ts';

const document = readFileSync('docs/workflows.md', 'utf8');

it.each(ALL_RULES)('docs/workflows.md says what $id is about, in the section that it names', (rule) => {
  const [, section = ''] = document.split(`\n## ${rule.source}\n`);
  const [own = ''] = section.split(/\n## /);
  expect(own).toContain(
    `### \`${rule.id}\`\n\n${rule.title} (${rule.severity}). ${rule.why}\n\n${rule.fix}\n`,
  );
});
