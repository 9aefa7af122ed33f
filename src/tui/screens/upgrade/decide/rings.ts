import { typedPath } from '../../../../app/files/write-new-file.ts';
import { importReports, reportFiles } from '../../../../app/upgrade/rings/import-reports.ts';
import { openRing, planRings, recordIncident } from '../../../../app/upgrade/rings/rings.ts';
import { cleanLine } from '../../../../domain/base/text/clean.ts';
import { countOf } from '../../../../domain/base/text/progress.ts';
import type { Waves } from '../../../../domain/upgrade/rings/waves.ts';
import { atField, decision, fileName, fill, reasonField, required } from '../../../shell/decision.ts';
import { whileRunning, withoutRole } from '../../../shell/guards.ts';
import type { State } from '../../../shell/state.ts';
import { doWork } from '../../../shell/work.ts';
import { rings, selectedRing } from '../ring-rows.ts';

function selectedWave(state: State): Waves['waves'][number] | undefined {
  const row = selectedRing(state);
  return row?.type === 'ring' ? row.wave : undefined;
}

const withoutRing = (state: State) => (selectedWave(state) ? undefined : 'no ring is selected');

/** Why the selected ring cannot open now. */
function whyClosed(state: State): string | undefined {
  const waves = rings.of(state).read?.waves.waves ?? [];
  const wave = selectedWave(state);
  if (!wave) return withoutRing(state);
  if (wave.state === 'open') return `${wave.ring.id} is open already`;
  const closed = waves.slice(0, waves.indexOf(wave)).find(({ missing }) => missing.length > 0);
  return closed && `the rule of ${closed.ring.id} is not met: ${closed.missing.join('; ')}`;
}

/** Opens the selected ring for the pin. */
export const openNext = decision<{ ring: string; reason: string }>({
  command: 'open-ring',
  keys: ['o'],
  description: 'open the selected ring for the pin, once the rules of the rings before it are met',
  footer: 'open ring',
  disabled: (state) => withoutRole('open a ring')(state) ?? whyClosed(state),
  about: (state) => selectedWave(state)?.ring.id,
  form: {
    title: (ring) => `Open the ring ${ring}`,
    fields: () => [reasonField],
    read: ([reason = ''], ring) => ({ input: { ring, reason } }),
  },
  confirmation: ({ ring, reason }, state) => ({
    question: `Open the ring ${ring} for ${state.status?.pin ?? ''}?`,
    records: [`ring.opened: ${ring} for ${state.status?.pin ?? ''}, because "${reason}"`],
  }),
  run: async (doing, input) => {
    const { version } = await openRing(doing.world(), await doing.writable(), input);
    return cleanLine(`the ring ${input.ring} is open for ${version}`);
  },
});

/** Records that something went wrong in the selected ring. */
export const noteIncident = decision<{ ring: string; note: string; machine: string }>({
  command: 'ring-incident',
  keys: ['n'],
  description: 'record that something went wrong in the selected ring',
  footer: 'incident',
  disabled: (state) => withoutRole('record an incident')(state) ?? withoutRing(state),
  about: (state) => selectedWave(state)?.ring.id,
  form: {
    title: (ring) => `Record an incident in the ring ${ring}`,
    fields: () => [
      { label: 'What went wrong', value: '', required: 'an incident needs a note' },
      { label: 'Machine', value: '' },
    ],
    read: ([note = '', machine = ''], ring) => ({ input: { ring, note, machine } }),
  },
  confirmation: ({ ring, note, machine }, state) => ({
    question: `Record an incident in the ring ${ring}?`,
    records: [
      `ring.incident: ${ring} with ${state.status?.pin ?? ''}${machine === '' ? '' : ` on ${cleanLine(machine)}`}: ${cleanLine(note)}`,
    ],
  }),
  run: async (doing, { machine, ...input }) => {
    const asked = { ...input, machine: machine || undefined };
    await recordIncident(doing.world(), await doing.writable(), asked);
    return `recorded an incident in the ring ${input.ring}`;
  },
});

/** Records a plan of rings. */
export const planNew = decision<{ file: string }>({
  command: 'plan-rings',
  keys: ['p'],
  description: 'record the rings of a file (data/schemas/rings.schema.json)',
  disabled: withoutRole('plan rings'),
  form: {
    title: () => 'Record a plan of rings',
    fields: () => [{ label: 'File', value: '', required: 'name a file' }],
    read: ([file = '']) => fill((at) => ({ file: at(0, () => fileName(required(file, 'name a file'))) })),
  },
  confirmation: ({ file }) => ({
    question: `Record the rings of ${cleanLine(file)}?`,
    records: ['rings.planned: the rings that a version goes through from now on'],
  }),
  run: async (doing, { file }) => {
    const path = typedPath(doing.world(), file);
    const { rings: planned } = await planRings(doing.world(), await doing.writable(), path);
    return `planned ${countOf(planned.length, 'ring')}: ${planned.map(({ id }) => id).join(', ')}`;
  },
});

/** Imports what machines reported. */
export const importMachines = decision<{ path: string; files: readonly string[] }>({
  command: 'import-machine-reports',
  keys: ['i'],
  description: 'import what machines reported with check --report: a file, or a folder of them',
  footer: 'import reports',
  disabled: (state) => whileRunning(state) ?? withoutRole('import machine reports')(state),
  form: {
    title: () => 'Import reports of machines',
    fields: () => [{ label: 'Folder or file', value: '', required: 'name a folder of reports, or a file' }],
    read: ([path = '']) =>
      fill((at) => ({
        path: at(0, () => fileName(required(path, 'name a folder of reports, or a file'))),
        files: [],
      })),
  },
  prepare: async (doing, { path }) => {
    const world = doing.world();
    return { path, files: await atField(0, () => reportFiles(world, [typedPath(world, path)])) };
  },
  confirmation: ({ files, path }) => ({
    question: `Import ${countOf(files.length, 'file')} of ${cleanLine(path)}?`,
    records: ['machines.reported: up to 500 reports in an entry; what was imported before is left out'],
    entries: Math.ceil(files.length / 500),
  }),
  run: async (doing, { files }) => {
    const store = await doing.writable();
    const imported = await doWork(doing, 'importing reports', (signal, onProgress) =>
      importReports(doing.world(), store, { files, signal, onProgress }),
    );
    if (!imported) return 'the import was stopped; import the folder again to go on';
    const { added, known, refused } = imported;
    const [first] = refused;
    return cleanLine(
      `${countOf(added, 'report')} imported, ${known} known before, ${refused.length} refused${first === undefined ? '' : `: ${first}`}`,
    );
  },
});
