import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ShippedQuestion } from '../../../domain/metrics/loop/question.ts';
import { productFolder } from '../../world/product-folder.ts';
import { compiled } from '../../world/shipped.ts';

const file = join('data', 'questions.yaml');

/** The questions that ship with the cockpit. */
export async function loadShippedQuestions(): Promise<readonly ShippedQuestion[]> {
  const text = await readFile(join(productFolder(), file), 'utf8');
  const known = compiled('questions', text);
  if (known) return known.form;
  const { parseQuestions } = await import('../../../domain/metrics/loop/parse-questions.ts');
  return parseQuestions({ text, file });
}
