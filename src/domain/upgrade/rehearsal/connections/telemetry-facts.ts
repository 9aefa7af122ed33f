import * as z from 'zod';
import type { Fact } from '../observation.ts';

const attribute = z.looseObject({
  key: z.string(),
  value: z.looseObject({ stringValue: z.string().optional() }).optional(),
});
const records = z.looseObject({
  resourceLogs: z.array(
    z.looseObject({
      scopeLogs: z.array(
        z.looseObject({ logRecords: z.array(z.looseObject({ attributes: z.array(attribute).optional() })) }),
      ),
    }),
  ),
});

/** Events of logs in the JSON form of OTLP, and the names of their attributes. Other texts have none. */
export function telemetryFacts(bodies: readonly string[], where: string): readonly Fact[] {
  const events = new Map<string, Set<string>>();
  for (const attributes of bodies.flatMap(attributesIn)) {
    const event = attributes.find(({ key }) => key === 'event.name')?.value?.stringValue;
    if (event === undefined) continue;
    const names = events.get(event) ?? new Set();
    for (const { key } of attributes) names.add(key);
    events.set(event, names);
  }
  return [...events].flatMap(([event, names]): Fact[] => {
    const key = `telemetry event ${event}`;
    const shared = { value: 'sent', where, ofTeam: true as const };
    return [
      { key, ...shared, subjects: [{ kind: 'event', name: event }] },
      ...[...names].sort().map((name) => ({ key: `attribute ${name} of ${key}`, partOf: key, ...shared })),
    ];
  });
}

function attributesIn(body: string): readonly z.infer<typeof attribute>[][] {
  try {
    const { resourceLogs } = records.parse(JSON.parse(body));
    return resourceLogs.flatMap(({ scopeLogs }) =>
      scopeLogs.flatMap(({ logRecords }) => logRecords.map(({ attributes = [] }) => attributes)),
    );
  } catch {
    // Traces and metrics, or another protocol.
    return [];
  }
}
