import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { readNamedBytes } from '../../../codex/cli/read-regular-file.ts';
import { decodeUtf8 } from '../../../domain/base/documents/decode-utf8.ts';
import { UsageError } from '../../../domain/base/errors.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { parseRiskMatrix, type RiskMatrix } from '../../../domain/runs/gates/risk-matrix.ts';
import { productFolder } from '../../world/product-folder.ts';
import type { World } from '../../world/world.ts';

const shipped = join('data', 'risk-matrix.yaml');

/**
 * The risk matrix of a file, or the one that ships.
 *
 * @throws UsageError naming file, line and field of what is wrong
 */
export async function readRiskMatrix(
  { cwd }: Pick<World, 'cwd'>,
  file: string | undefined,
): Promise<{ matrix: RiskMatrix; source: string }> {
  if (file === undefined) {
    const text = await readFile(join(productFolder(), shipped), 'utf8');
    return { matrix: parseRiskMatrix({ text, file: shipped }), source: 'the matrix that ships' };
  }
  const shown = cleanLine(file);
  const decoded = decodeUtf8(await readNamed(resolve(cwd, file), shown));
  if (decoded.type === 'not UTF-8')
    throw new UsageError(`${shown}:${decoded.line}:${decoded.column}: ${decoded.message}`);
  return { matrix: parseRiskMatrix({ text: decoded.text, file: shown }), source: shown };
}

/** @throws UsageError when a file that a person named cannot be read */
export async function readNamed(path: string, shown: string): Promise<Buffer> {
  return readNamedBytes(path).catch((cause: Error) => {
    throw new UsageError(`${cleanLine(shown)}: cannot be read: ${cleanLine(cause.message)}`);
  });
}
