import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { isMissing, readNamedText } from '../../../codex/cli/read-regular-file.ts';
import { UsageError } from '../../../domain/base/errors.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { parseRules } from '../../../domain/upgrade/rehearsal/parse-rules.ts';
import type { RuleTable } from '../../../domain/upgrade/rehearsal/rules.ts';
import { productFolder } from '../../world/product-folder.ts';
import type { World } from '../../world/world.ts';

/**
 * The rules that ship, with those of a team before them.
 *
 * @param own file of the team's, relative to the working folder
 * @throws UsageError when it cannot be read, naming file, line and field where that is why
 */
export async function loadRules({ cwd }: Pick<World, 'cwd'>, own: string | undefined): Promise<RuleTable> {
  const file = join('data', 'upgrade-rules.yaml');
  const shipped = { text: await readFile(join(productFolder(), file), 'utf8'), file };
  if (own === undefined) return parseRules(shipped);
  const text = await readNamedText(resolve(cwd, own)).catch((cause: Error) => {
    throw new UsageError(
      `${cleanLine(own)}: cannot read the rules: ${isMissing(cause) ? 'there is no such file' : cause.message}`,
      'Name a file with --rules.',
    );
  });
  return parseRules(shipped, { text, file: cleanLine(own) });
}
