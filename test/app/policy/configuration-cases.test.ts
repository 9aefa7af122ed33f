import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lintPolicyFile } from '../../../src/app/policy/lint-policy.ts';
import { ourVerdict } from '../../../src/domain/policy/policy-report.ts';
import { configurationCases } from '../../support/configuration-cases.ts';
import { canMount } from '../../support/private-etc.ts';
import { realCodex, testWorld } from '../../support/world.ts';

describe.skipIf(!canMount)('files of teams, on the real CLI', () => {
  it.each(configurationCases)(
    '$kind with $what: ours $ours, the CLI $cli',
    async ({ kind, text, ours, cli }) => {
      const world = testWorld();
      writeFileSync(join(world.cwd, 'policy.toml'), text);
      const { signal } = new AbortController();
      const report = await lintPolicyFile(world, { file: 'policy.toml', kind, codex: realCodex, signal });
      const said =
        report.cli.type === 'accepted' && report.cli.warnings.length > 0 ? 'warned' : report.cli.type;
      expect({
        ours: ourVerdict(report.findings),
        cli: said,
        found: report.findings.map(({ field }) => field),
      }).toMatchObject({ ours, cli });
    },
  );
});
