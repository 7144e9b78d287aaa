import { LedgerError } from '#amount';
import type { Storable } from './event.js';

/** From the data of one version to the data of the next. */
export type Upcaster = (data: never) => object;

/** By type, the steps from version 1 to 2, from 2 to 3 … The number of steps plus one is the current version. */
export type Upcasters = Readonly<Record<string, readonly Upcaster[]>>;

/** No event has a second version yet. A step goes here with a golden file of the version that it reads. */
export const UPCASTERS: Upcasters = {};

/** The version that this program writes. */
export function currentVersion(type: string, upcasters: Upcasters = UPCASTERS): number {
  return (upcasters[type]?.length ?? 0) + 1;
}

/** The event in its current version; the same object where it is that already, or of a version not known here. */
export function upcast<E extends Storable>(event: E, upcasters: Upcasters = UPCASTERS): E {
  const steps = upcasters[event.type];
  if (steps === undefined || event.schemaVersion > steps.length) return event;
  let data = event.data;
  for (let version = event.schemaVersion; version <= steps.length; version++) {
    data = (steps[version - 1] as (data: unknown) => object)(data);
  }
  return { ...event, data, schemaVersion: steps.length + 1 };
}

export function unknownEvent(event: Pick<Storable, 'type' | 'schemaVersion'>): LedgerError {
  return new LedgerError(
    'UNKNOWN_EVENT',
    `${event.type} version ${event.schemaVersion} is no event that this program knows`,
    {
      hint: 'The log was written by a newer version of the program: upgrade this one.',
    },
  );
}
