import type { DocumentRegistered } from '#domain';
import type { DocumentAnswer } from '../contract.js';

/** What is told of a document: as it was registered, with how far its import has come. */
export function documentAnswer(document: DocumentRegistered, importState: string | null): DocumentAnswer {
  return {
    sha256: document.sha256,
    file: document.fileName ?? document.title,
    title: document.title,
    unit: document.unit ?? null,
    kind: document.kind ?? null,
    year: document.year ?? null,
    through: document.through ?? null,
    dnr: document.dnr ?? null,
    body: document.body ?? null,
    date: document.date ?? null,
    paragraph: document.paragraph ?? null,
    validity: document.validity ?? null,
    notParticipating: document.notParticipating ?? [],
    minutesNotes: document.minutesNotes ?? [],
    reservations: document.reservations ?? [],
    status: document.status,
    statusJudgedBy: document.judgedBy ?? null,
    note: document.note ?? null,
    importState,
    replaces: document.replaces ?? null,
  };
}
