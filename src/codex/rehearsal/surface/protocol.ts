import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeEnd, exited } from '../../../domain/base/outcome.ts';
import { ALL_TYPES, PROTOCOL_FILES, parseProtocol } from '../../../domain/upgrade/baseline/parse-answers.ts';
import type { AreaObservation } from '../../../domain/upgrade/rehearsal/observation.ts';
import { protocolFacts, readFields, readGraph } from '../../../domain/upgrade/rehearsal/surface/protocol.ts';
import type { Observer } from '../observer.ts';

/** The protocol of the app-server, by the schema that the CLI generates of it. */
export const observeProtocol: Observer = {
  name: 'protocol',
  areas: ['protocol'],
  observe: async ({ codex, run, work }) => {
    const seen = (more: Partial<AreaObservation>): readonly AreaObservation[] => [
      { area: 'protocol', facts: [], gaps: [], errors: [], ...more },
    ];
    const folder = join(work, 'schema');
    await mkdir(folder);
    const outcome = await run([codex, 'app-server', 'generate-json-schema', '--out', folder]);
    if (!exited(outcome))
      return seen({ errors: [`codex app-server generate-json-schema: ${describeEnd(outcome.end)}`] });
    const read = async (name: string): Promise<unknown> =>
      JSON.parse(await readFile(join(folder, `${name}.json`), 'utf8'));
    const [requests, notifications, serverRequests, all] = await Promise.all(
      [...PROTOCOL_FILES, ALL_TYPES].map((name) =>
        read(name).catch(() => {
          throw new Error(`codex app-server generate-json-schema writes no ${name}.json that can be read`);
        }),
      ),
    );
    const files = {
      ClientRequest: requests,
      ServerNotification: notifications,
      ServerRequest: serverRequests,
    };
    const schemas = [...Object.values(files), all];
    return seen({
      facts: protocolFacts(parseProtocol(files, all), {
        fields: readFields(schemas),
        graph: readGraph(schemas),
      }),
    });
  },
};
