import { UsageError } from '../../base/errors.ts';

/**
 * The pages in a file of the Analytics API: a page, a list of pages or of rows, or one of these a line.
 *
 * @throws UsageError when it is empty or no JSON
 */
export function pagesIn(text: string): readonly unknown[] {
  const whole = parse(text);
  if (whole !== undefined) return asPages(whole);
  if (text.replace(/^\ufeff/, '').trim() === '') throw new UsageError('it is empty');
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    const value = parse(line);
    if (value === undefined) throw new UsageError(`line ${index + 1} is not valid JSON`);
    return asPages(value);
  });
}

function asPages(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) return isPage(value) ? [value] : [{ data: [value] }];
  return value.every((one) => isPage(one)) ? value : [{ data: value }];
}

const isPage = (value: unknown) => typeof value === 'object' && value !== null && 'data' in value;

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return undefined;
  }
}
