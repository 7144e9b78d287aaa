import { LedgerError } from '#amount';
import type { RegisterCommand } from '../../shared/registering/commands.js';
import type { Field, ObjectShape, Shape } from '../../shared/registering/shape.js';
import { SAMPLES } from '../../shared/registering/words.js';

/*
 * A command to fill in: JSON with comments. What must be given stands there with something in its place; what may be
 * given stands in comments. `jsonOfTemplate` reads what somebody made of it.
 */

const INDENT = '  ';

/** Given as good as always, though a schema cannot say so: an amount, where the line rests on nothing else. */
const SHOWN: ReadonlySet<string> = new Set(['LineEntry.amount', 'TotalLine.amount', 'AddSource.source']);

export function templateText({ description, shape }: RegisterCommand): string {
  return `// ${description.replaceAll('*', '')}\n${objectText(shape, '')}\n`;
}

function objectText(shape: ObjectShape, indent: string): string {
  const inner = indent + INDENT;
  const shown = (field: Field): boolean => field.required || SHOWN.has(`${shape.name}.${field.name}`);
  const fields = [...shape.fields].sort((a, b) => Number(shown(b)) - Number(shown(a)));
  const lines = fields.flatMap((field) => [
    `${inner}// ${words(field)}`,
    shown(field)
      ? `${inner}"${field.name}": ${fieldText(shape, field, inner)},`
      : `${inner}// "${field.name}": ${JSON.stringify(sampleOf(shape, field))},`,
  ]);
  return ['{', ...lines, `${indent}}`].join('\n');
}

function fieldText(shape: ObjectShape, field: Field, indent: string): string {
  const { shape: of } = field;
  if (hasSample(shape, field)) return JSON.stringify(sampleOf(shape, field));
  if (of.kind === 'object') return objectText(of, indent);
  if (of.kind === 'list' && of.of.kind === 'object') return `[${objectText(of.of, indent)}]`;
  return JSON.stringify(sampleOf(shape, field));
}

function words({ description, shape }: Field): string {
  const choice = shape.kind === 'choice' ? ` One of ${shape.values.join(', ')}.` : '';
  return `${description.replaceAll('*', '')}${choice}`;
}

function hasSample({ name: of }: ObjectShape, { name, shape }: Field): boolean {
  return `${of}.${name}` in SAMPLES || ((isPlain(shape) || name === 'from') && name in SAMPLES);
}

function isPlain(shape: Shape): boolean {
  return shape.kind !== 'object' && !(shape.kind === 'list' && shape.of.kind === 'object');
}

function sampleOf(of: ObjectShape, field: Field): unknown {
  const own = SAMPLES[`${of.name}.${field.name}`];
  if (own !== undefined) return own;
  return hasSample(of, field) ? SAMPLES[field.name] : sampleOfShape(field.shape);
}

function sampleOfShape(shape: Shape): unknown {
  switch (shape.kind) {
    case 'text':
      return '…';
    case 'decimal':
      return '0';
    case 'integer':
      return 1;
    case 'flag':
      return true;
    case 'choice':
      return shape.values[0];
    case 'list':
      return [sampleOfShape(shape.of)];
    case 'signs':
      return {};
    case 'order':
      return [];
    case 'object': {
      const required = shape.fields.filter((field) => field.required);
      return Object.fromEntries(required.map((field) => [field.name, sampleOf(shape, field)]));
    }
  }
}

const COMMENTS = /("(?:[^"\\\n]|\\.)*")|^[ \t]*\/\/[^\n]*$/gm;
const COMMAS = /("(?:[^"\\\n]|\\.)*")|,(?=\s*[}\]])/g;

/**
 * Reads JSON in which lines may be comments, and the last of a list may have a comma.
 * @throws LedgerError JSON_UNREADABLE
 */
export function jsonOfTemplate(text: string, file: string): object {
  const plain = [COMMENTS, COMMAS].reduce((left, what) => left.replace(what, '$1'), text);
  let value: unknown;
  try {
    value = JSON.parse(plain);
  } catch (error) {
    throw unreadable(file, error instanceof Error ? error.message : '', error);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw unreadable(file, 'it is no object');
}

function unreadable(file: string, why: string, cause?: unknown): LedgerError {
  return new LedgerError('JSON_UNREADABLE', `what shall be registered is not JSON: ${why}`, {
    place: { file },
    hint: '`liggaren register --template COMMAND` prints one to fill in.',
    cause,
  });
}
