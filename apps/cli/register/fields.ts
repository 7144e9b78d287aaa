import { LedgerError } from '#amount';
import type { Shape } from '../../shared/registering/shape.js';

/** Fields by their paths, as failures name them: `lines[0].amount`. */

type Data = Record<string, unknown>;

/**
 * The data with a text put in at a path: as what the shape says that stands there. A line is written `A > B`, the whole
 * table `Totalt`; what has parts as JSON.
 * @throws LedgerError WRONG_USAGE
 */
export function withField(shape: Shape, data: object, path: string, text: string): object {
  const steps = path.split('.').flatMap((step) => step.replaceAll(/\[(\d+)\]/g, '.$1').split('.'));
  return put(shape, data, steps, text, path) as object;
}

function put(shape: Shape, before: unknown, steps: readonly string[], text: string, path: string): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return valueOf(shape, text, path);
  if (shape.kind === 'list') {
    const items = Array.isArray(before) ? [...(before as unknown[])] : [];
    items[Number(step)] = put(shape.of, items[Number(step)], rest, text, path);
    return items;
  }
  const field = shape.kind === 'object' ? shape.fields.find(({ name }) => name === step) : undefined;
  if (shape.kind !== 'object' || field === undefined) {
    const names = shape.kind === 'object' ? shape.fields.map(({ name }) => name) : [];
    throw new LedgerError('WRONG_USAGE', `there is no field ${path}`, {
      place: { field: path },
      hint: names.length === 0 ? 'It has no fields.' : `There is ${names.join(', ')}.`,
    });
  }
  if (text === 'null' && rest.length === 0 && field.nullable) return { ...(before as Data), [step]: null };
  const known = (before as Data | undefined)?.[step];
  return { ...(before as Data), [step]: put(field.shape, known, rest, text, path) };
}

function valueOf(shape: Shape, text: string, path: string): unknown {
  switch (shape.kind) {
    case 'text':
    case 'decimal':
    case 'choice':
      return text;
    case 'list':
      if (shape.of.kind === 'text' && !text.startsWith('[')) return lineOf(text);
      return parsed(text, path);
    default:
      return parsed(text, path);
  }
}

function lineOf(text: string): string[] {
  return text === '' || text === 'Totalt' ? [] : text.split('>').map((label) => label.trim());
}

function parsed(text: string, path: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new LedgerError('WRONG_USAGE', `"${text}" cannot stand in ${path}`, {
      place: { field: path },
      hint: 'Write numbers, true and false as they are, and what has parts as JSON.',
      cause: error,
    });
  }
}
