import { Counter, Gauge, Histogram, Registry, type RegistryContentType } from 'prom-client';
import { DURATION_BUCKETS, FAMILIES, sampleName } from '../../../domain/runs/observe/families.ts';
import type { FamilySamples, MetricsSnapshot } from '../../../domain/runs/observe/snapshot.ts';
import { jsonDocument } from '../../base/json-document.ts';

/** The text formats that Prometheus reads. */
export const EXPOSITION_FORMATS = ['prometheus', 'openmetrics'] as const;

export type ExpositionFormat = (typeof EXPOSITION_FORMATS)[number];

/** What an answer over HTTP says of its format. */
export const CONTENT_TYPES: Readonly<Record<ExpositionFormat, RegistryContentType>> = {
  prometheus: Registry.PROMETHEUS_CONTENT_TYPE,
  openmetrics: Registry.OPENMETRICS_CONTENT_TYPE,
};

/** The metrics as the text that Prometheus reads. A family without a sample is left out. */
export async function renderExposition(
  { createdAt, families }: MetricsSnapshot,
  format: ExpositionFormat,
): Promise<string> {
  const registry = new Registry<RegistryContentType>();
  registry.setContentType(CONTENT_TYPES[format]);
  const texts: string[] = [];
  for (const family of families.filter(({ samples }) => samples.length > 0)) {
    const name = format === 'openmetrics' ? family.name : sampleName(family.name);
    fill(registry, family, name);
    const text = await registry.getSingleMetricAsString(name);
    texts.push(format === 'openmetrics' ? completeFamily(text, family, createdAt) : text);
  }
  const end = format === 'openmetrics' ? ['# EOF'] : [];
  return `${[...texts, ...end].join('\n')}\n`;
}

/** The same for a program. */
export async function renderExpositionJson({ families }: MetricsSnapshot): Promise<string> {
  const read = families.map(async (family) => {
    const registry = new Registry<RegistryContentType>();
    const { name } = family;
    const { type, help } = FAMILIES[name];
    const base = { name, type, unit: unitOf(family) ?? null, help };
    if (family.samples.length === 0) return { ...base, samples: [] };
    fill(registry, family, name);
    const [metric] = await registry.getMetricsAsJSON();
    const values: readonly { value: number; labels: object; metricName?: string }[] = metric?.values ?? [];
    const samples = values.map(({ value, labels, metricName }) => ({
      name: metricName ?? sampleName(name),
      labels: Object.fromEntries(Object.entries(labels).map(([label, text]) => [label, String(text)])),
      value,
    }));
    return { ...base, samples };
  });
  return jsonDocument('metric-samples', { families: await Promise.all(read) });
}

function fill(
  registry: Registry<RegistryContentType>,
  { name: family, labels, samples }: FamilySamples,
  name: string,
): void {
  const { type, help } = FAMILIES[family];
  const options = { name, help, labelNames: [...labels], registers: [registry as Registry] };
  switch (type) {
    case 'counter': {
      const counter = new Counter(options);
      for (const one of samples) counter.inc(one.labels, one.value);
      return;
    }
    case 'gauge': {
      const gauge = new Gauge(options);
      for (const one of samples) gauge.set(one.labels, one.value);
      return;
    }
    case 'histogram': {
      const histogram = new Histogram({ ...options, buckets: [...DURATION_BUCKETS] });
      for (const one of samples) histogram.observe(one.labels, one.value);
    }
  }
}

function unitOf({ name }: Pick<FamilySamples, 'name'>): string | undefined {
  const family = FAMILIES[name];
  return 'unit' in family ? family.unit : undefined;
}

/**
 * What OpenMetrics 1.0 has and the library does not write: the unit, since when a counter or histogram counts, and
 * bounds of buckets as floating-point numbers.
 */
function completeFamily(text: string, family: FamilySamples, createdAt: number): string {
  const unit = unitOf(family);
  const lines = text.split('\n').flatMap((line) => {
    if (line.startsWith('# TYPE ') && unit !== undefined) return [line, `# UNIT ${family.name} ${unit}`];
    if (line.startsWith('#')) return [line];
    const sample = line.replace(/\ble="(\d+)"/, 'le="$1.0"');
    const counted = /^[a-z_]+?_(?:total|count)(?<labels>\{.*\})? [^ ]+$/.exec(sample);
    const isCounted = FAMILIES[family.name].type !== 'gauge' && counted !== null;
    return isCounted
      ? [sample, `${family.name}_created${counted.groups?.labels ?? ''} ${createdAt}`]
      : [sample];
  });
  return lines.join('\n');
}
