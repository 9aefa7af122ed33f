import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readArtifact } from '../../../../src/app/artifacts/read-artifacts.ts';
import { reviseArtifact } from '../../../../src/app/artifacts/revise-artifact.ts';
import { submitArtifact } from '../../../../src/app/artifacts/submit-artifact.ts';
import { kindsText, teamWithKinds } from '../../../support/artifacts.ts';
import { runCockpit } from '../../support.tsx';

/** The artifact that the tests on a real history are about. */
export const artifact = 'ours';

/** Who uses the cockpit, what is there before, and what their editor does with "$file". */
type Given = {
  kind?: Record<string, string>;
  editor?: string;
  /** The first revision, which Bob wrote. */
  text?: string;
  /** Ada gave it to its reviewers. */
  isSubmitted?: true;
  /** A first revision that counts. */
  approved?: string;
};

/** The cockpit of somebody on a real history, on the Artifacts screen with the artifact of the tests alone. */
export async function opened(
  who: 'ada' | 'bob' | 'sue',
  { kind = {}, editor = 'true', ...given }: Given = {},
) {
  const all = await teamWithKinds(kindsText({ id: artifact, ...kind }));
  const id = kind.id ?? artifact;
  const revise = (text: string, by: 'ada' | 'bob' | 'sue' = 'bob') =>
    reviseArtifact(all.as(by), all.store, { artifact: id, text, file: 'f' });
  const submit = () => submitArtifact(all.as('ada'), all.store, { artifact: id });
  if (given.text !== undefined) await revise(given.text);
  if (given.isSubmitted) await submit();
  if (given.approved !== undefined) await all.approved(id, given.approved);
  const program = join(all.world.root, 'vim');
  const edits = (script: string) => writeFileSync(program, `#!/bin/sh\nfor file; do :; done\n${script}\n`);
  edits(editor);
  chmodSync(program, 0o700);
  const environment: Record<string, string | undefined> = { ...all.world.environment, EDITOR: program };
  const cockpit = runCockpit({ ...all.as(who), environment });
  await cockpit.see(/Acme/);
  cockpit.keys('9');
  await cockpit.see('usage-policy');
  cockpit.keys('/', ...id, 'enter');
  /** The newest text that is recorded. */
  const text = async () => (await readArtifact(all.world, all.store, { id })).text;
  const file = (name: string, content: string | Buffer) => writeFileSync(join(all.world.cwd, name), content);
  return { ...all, ...cockpit, environment, edits, text, file, revise, submit };
}

/** The same, with the first revision in review, read to its end, and the question about its approval open. */
export async function readToItsEnd(who: 'ada' | 'sue') {
  const all = await opened(who, { text: 'one\n', isSubmitted: true });
  await all.see(/● in review +ours/);
  all.keys('enter');
  await all.see(/Revision 1, in review/);
  all.keys('G', 'a');
  await all.see('Have you read ours, and do you approve it?');
  return all;
}
