import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parse } from 'smol-toml';
import { teamHome } from '../../codex/cli/isolation.ts';
import { withPrivateCli } from '../../codex/cli/private-cli.ts';
import { findRulesHere, tryTable } from '../../codex/config/rules.ts';
import { UsageError } from '../../domain/base/errors.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { parseDecisionTable } from '../../domain/policy/rules/decision-table.ts';
import { compileRequirements } from '../../domain/policy/rules/prefix-rules.ts';
import type { RulesReport } from '../../domain/policy/rules/rules-report.ts';
import { findCli } from '../world/find-cli.ts';
import type { World } from '../world/world.ts';

/** What is tried, and on which rules. */
export type RulesRequest = {
  /** The decision table. */
  table: string;
  /** Rules files; those of CODEX_HOME and of the project when there are none. */
  rules: readonly string[];
  /** A requirements.toml whose prefix rules are tried too. */
  requirements?: string | undefined;
  codex?: string | undefined;
  signal: AbortSignal;
};

/**
 * Tries a decision table on rules with the real CLI, on a private CODEX_HOME.
 *
 * @throws UsageError for a table or requirements that cannot be read, or when there are no rules to try
 */
export async function testRules(world: World, request: RulesRequest): Promise<RulesReport> {
  const { environment, cwd } = world;
  const table = parseDecisionTable(await readText(cwd, request.table), request.table);
  const named = request.rules.map((file) => resolve(cwd, file));
  const compiled = await compile(cwd, request.requirements);
  const codex = await findCli(world, request.codex);
  return withPrivateCli(
    { codex, environment, signal: request.signal },
    async ({ run, start, home, work }) => {
      const { inForce: files, ignored } =
        named.length > 0
          ? { inForce: named, ignored: [] }
          : await findRulesHere(
              { codexStart: (args) => start([codex, ...args]), record: () => undefined, home },
              { teamHome: teamHome(environment), project: cwd },
            );
      if (files.length === 0 && ignored.length === 0 && compiled === undefined) {
        throw new UsageError(
          'there are no rules to try: neither in CODEX_HOME nor in .codex/rules',
          'Name a file with --rules, or requirements with --requirements.',
        );
      }
      return tryTable((args) => run([codex, ...args]), {
        table,
        files,
        ignored,
        compiled:
          compiled === undefined
            ? undefined
            : { text: compiled, from: request.requirements ?? 'requirements' },
        work,
      });
    },
  );
}

async function compile(cwd: string, file: string | undefined): Promise<string | undefined> {
  if (file === undefined) return undefined;
  const text = await readText(cwd, file);
  const compiled = compileRequirements(parseToml(text, file));
  if (compiled !== undefined) return compiled;
  throw new UsageError(
    `${file}: there are no prefix rules to try`,
    `codex-cockpit policy lint ${file} says why.`,
  );
}

function parseToml(text: string, file: string): unknown {
  try {
    return parse(text);
  } catch (cause) {
    throw new UsageError(`${file}: not valid TOML: ${cleanLine((cause as Error).message).slice(0, 200)}`);
  }
}

async function readText(cwd: string, file: string): Promise<string> {
  return readFile(resolve(cwd, file), 'utf8').catch((cause: Error) => {
    throw new UsageError(`${file}: cannot be read: ${cause.message}`);
  });
}
