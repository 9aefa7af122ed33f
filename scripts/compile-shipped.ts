import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Compiled } from '../src/app/world/shipped.ts';
import { parseArtifactKinds } from '../src/domain/artifacts/parse-artifact-kinds.ts';
import { parseSuite } from '../src/domain/checks/parse-suite.ts';
import { SHIPPED_SUITES } from '../src/domain/checks/suite.ts';
import { parseQuestions } from '../src/domain/metrics/loop/parse-questions.ts';
import { compileRunbook } from '../src/domain/runbooks/compiled-runbook.ts';
import { parseRunbook } from '../src/domain/runbooks/parse-runbook.ts';

/** Reads the runbooks, the suite and the kinds of artifacts that ship, so that no start has to read their YAML. */
export function compileShipped(root: string): Compiled {
  const compile = <T>(file: string, parse: (text: string, file: string) => T) => {
    const text = readFileSync(join(root, file), 'utf8');
    return { text, digest: createHash('sha256').update(text).digest('hex'), form: parse(text, file) };
  };
  const runbooks = readdirSync(join(root, 'runbooks')).filter((name) => name.endsWith('.md'));
  return {
    runbooks: runbooks.map((name) =>
      compile(`runbooks/${name}`, (text, file) => compileRunbook(parseRunbook(text, file))),
    ),
    suites: SHIPPED_SUITES.map((name) => compile(`checks/${name}.yaml`, parseSuite)),
    questions: [compile('data/questions.yaml', (text, file) => parseQuestions({ text, file }))],
    kinds: [compile('data/artifacts/kinds.yaml', parseArtifactKinds)],
  };
}
