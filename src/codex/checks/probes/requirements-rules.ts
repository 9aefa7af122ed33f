import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readLocatedToml } from '../../../domain/base/documents/located-toml.ts';
import { formatPlace } from '../../../domain/base/documents/located-yaml.ts';
import { noRequirements } from '../../../domain/checks/judge/requirements.ts';
import { error, fail, pass, skip } from '../../../domain/checks/judgement.ts';
import { compileRequirements } from '../../../domain/policy/rules/compile-requirements.ts';
import { readRequirementsFile } from '../../config/requirements-file.ts';
import { findRulesFault } from '../../config/rules/try-rules.ts';
import type { Probe } from '../probe.ts';

/** The CLI reads these rules in sessions only, so they are translated to a rules file (a translation of ours). */
export const requirementsRules: Probe<'requirements.rules'> = async (context, { requirements }) => {
  const { file, text } = await readRequirementsFile(context, requirements);
  if (text === undefined) return noRequirements(file);
  const document = readLocatedToml({ text, file });
  if (document.type === 'broken') {
    const summary = `${formatPlace(document.place)}: ${document.message}`;
    return error({ summary, remedy: `Run codex-cockpit policy lint ${file}.` });
  }
  const compiled = compileRequirements(document.data);
  if (compiled === undefined) return skip(`${file} has no command rules that could be translated`);
  const path = join(context.work, 'requirements.rules');
  await writeFile(path, compiled, { mode: 0o600 });
  const fault = await findRulesFault(context.codexRun, path);
  return fault === undefined
    ? pass('the command rules of the requirements can be read')
    : fail({
        summary: 'a command rule of the requirements cannot be read',
        expected: 'every rule is read',
        actual: fault,
      });
};
