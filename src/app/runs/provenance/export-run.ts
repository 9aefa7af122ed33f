import { resolve } from 'node:path';
import { readNamedText } from '../../../codex/cli/read-regular-file.ts';
import { UsageError } from '../../../domain/base/errors.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { readPrivateKey, signStatement, sigstoreBundle } from '../../../domain/runs/provenance/envelope.ts';
import { provenanceOf, renderProvenance } from '../../../domain/runs/provenance/record.ts';
import {
  provenanceStatement,
  renderChecksums,
  renderJson,
  type Statement,
  testResultStatement,
} from '../../../domain/runs/provenance/statement.ts';
import type { Views } from '../../../store/views/views.ts';
import type { World } from '../../world/world.ts';
import { type AskedRun, findRun, packsOf } from './find-run.ts';

/** The forms in which the provenance of a run leaves the program. */
export const PROVENANCE_FORMATS = [
  'record',
  'predicate',
  'statement',
  'checksums',
  'envelope',
  'bundle',
  'test-result',
] as const;

type ProvenanceFormat = (typeof PROVENANCE_FORMATS)[number];

/** What is exported; `key` is the file of the private key that signs it. */
export type AskedExport = AskedRun & { format: ProvenanceFormat; key?: string | undefined };

/**
 * The provenance of a run as text in the form that is asked for. A test result is signed when a key is named.
 *
 * @throws UsageError when there is no such run, no pack of it, or no key where one is needed
 */
export async function exportProvenance(
  world: Pick<World, 'environment' | 'cwd'>,
  views: Pick<Views, 'entriesOfKind'> | undefined,
  { format, key, ...asked }: AskedExport,
): Promise<{ run: string; text: string }> {
  if (key !== undefined && !['envelope', 'bundle', 'test-result'].includes(format))
    throw new UsageError(`the format ${format} is not signed`, 'Choose --format envelope or bundle.');
  const { run } = await findRun(world, views, asked);
  const record = provenanceOf(run);
  const signed = async (statement: Statement) => signStatement(statement, await readKey(world, format, key));
  const text = async (): Promise<string> => {
    switch (format) {
      case 'record':
      case 'predicate':
        return renderProvenance(record);
      case 'statement':
        return renderJson(provenanceStatement(record));
      case 'checksums':
        return renderChecksums(record);
      case 'envelope':
        return renderJson(await signed(provenanceStatement(record)));
      case 'bundle':
        return renderJson(sigstoreBundle(await signed(provenanceStatement(record))));
      case 'test-result': {
        const statement = await testResultOf(views, run.run);
        return renderJson(key === undefined ? statement : await signed(statement));
      }
    }
  };
  return { run: run.run, text: await text() };
}

async function testResultOf(
  views: Pick<Views, 'entriesOfKind'> | undefined,
  run: string,
): Promise<Statement> {
  const newest = (await packsOf(views, run)).at(-1);
  if (newest) return testResultStatement(newest);
  throw new UsageError(
    `no review pack of run ${run} is recorded: nothing says what was verified`,
    `Make one: codex-cockpit pack create ${run}`,
  );
}

async function readKey({ cwd }: Pick<World, 'cwd'>, format: string, file: string | undefined) {
  if (file === undefined)
    throw new UsageError(
      `the format ${format} is signed, and no key is named`,
      'Name one with --key FILE. Make one: openssl genpkey -algorithm ed25519 -out provenance.key',
    );
  const pem = await readNamedText(resolve(cwd, file)).catch((cause: Error) => {
    throw new UsageError(`${cleanLine(file)}: the key cannot be read: ${cleanLine(cause.message)}`);
  });
  return readPrivateKey(pem, file);
}
