import { LedgerError } from '#amount';

/** Whether a folder holds a package: it has a descriptor. */
export const DESCRIPTOR = 'datapackage.json';

export interface Descriptor {
  readonly name: string;
  /** Path in the package, by name of the resource. */
  readonly paths: ReadonlyMap<string, string>;
}

/**
 * Reads `datapackage.json` (Frictionless `tabular-data-package`): its name, and where the resources are.
 *
 * @param json null where the file is not there
 * @throws LedgerError MISSING_FILE, DESCRIPTOR_UNREADABLE
 */
export function readDescriptor(json: string | null): Descriptor {
  if (json === null) {
    throw new LedgerError('MISSING_FILE', `There is no ${DESCRIPTOR}`, {
      place: { file: DESCRIPTOR },
      hint: `A data package is a folder with a ${DESCRIPTOR}.`,
    });
  }
  const { name, resources } = parsed(json);
  if (typeof name !== 'string' || name === '' || !Array.isArray(resources)) {
    throw unreadable(`${DESCRIPTOR} needs a name and a list of resources`);
  }
  const paths = new Map<string, string>();
  for (const [index, resource] of (resources as unknown[]).entries()) {
    const field = `resources[${index}]`;
    const { name: id, path } = fieldsOf(resource);
    if (typeof id !== 'string' || typeof path !== 'string') {
      throw unreadable(`${field} needs a name and a path`, field);
    }
    if (leadsOut(path)) {
      const message = `The path of resource "${id}" leads out of the package`;
      throw unreadable(
        message,
        `${field}.path`,
        'Give a path below the folder of the package, with / between.',
      );
    }
    if (paths.has(id)) throw unreadable(`The resource "${id}" is named twice`, field, 'Keep one of the two.');
    paths.set(id, path);
  }
  return { name, paths };
}

function parsed(json: string): { name?: unknown; resources?: unknown } {
  try {
    return fieldsOf(JSON.parse(json.replace(/^\ufeff/, '')));
  } catch (error) {
    throw unreadable(`${DESCRIPTOR} is not JSON: ${(error as Error).message}`);
  }
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** A path outside the package is not part of it (Frictionless: no `..`, not absolute; here no addresses either). */
function leadsOut(path: string): boolean {
  return path.startsWith('/') || path.split('/').includes('..') || /[:\\]/.test(path);
}

function unreadable(
  message: string,
  field?: string,
  hint = 'See specs.frictionlessdata.io/tabular-data-package.',
): LedgerError {
  return new LedgerError('DESCRIPTOR_UNREADABLE', message, {
    place: field === undefined ? { file: DESCRIPTOR } : { file: DESCRIPTOR, field },
    hint,
  });
}
