import parsePrometheusTextFormat from 'parse-prometheus-text-format';

/** A family as an independent parser of the text format reads it. */
export type ParsedFamily = {
  name: string;
  help: string;
  type: 'COUNTER' | 'GAUGE' | 'HISTOGRAM' | 'SUMMARY' | 'UNTYPED';
  metrics: {
    labels?: Record<string, string>;
    value?: string;
    buckets?: Record<string, string>;
    count?: string;
    sum?: string;
  }[];
};

/** Reads the text format. @throws Error for a text that is none */
export function parseText(text: string): ParsedFamily[] {
  return parsePrometheusTextFormat(text) as ParsedFamily[];
}
