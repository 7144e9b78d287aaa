import { pick } from './random.js';

/* Words of a country that does not exist: boards that every municipality has, and what they do. */

export const BOARDS = [
  ['ks', 'Kommunstyrelsen'],
  ['grundskola', 'Grundskolenämnden'],
  ['forskola', 'Förskolenämnden'],
  ['gymnasium', 'Gymnasie- och vuxenutbildningsnämnden'],
  ['aldre', 'Vård- och äldrenämnden'],
  ['social', 'Individ- och familjeomsorgsnämnden'],
  ['funktionsstod', 'Sociala omsorgsnämnden'],
  ['arbetsliv', 'Arbetslivsnämnden'],
  ['teknik', 'Tekniska nämnden'],
  ['stadsbyggnad', 'Samhällsbyggnadsnämnden'],
  ['miljo', 'Miljö- och konsumentnämnden'],
  ['kultur', 'Kulturnämnden'],
  ['fritid', 'Fritids- och folkhälsonämnden'],
  ['lokal', 'Lokalförsörjningsnämnden'],
  ['overformyndare', 'Överförmyndarnämnden'],
] as const;

const WORK = [
  'Ledning',
  'Administration',
  'Näringsliv och turism',
  'Digitalisering',
  'Säkerhet och beredskap',
  'Upphandling',
  'Personal',
  'Grundskola',
  'Förskola',
  'Fritidshem',
  'Särskild undervisning',
  'Gymnasieskola',
  'Vuxenutbildning',
  'Äldreboende',
  'Hemtjänst',
  'Hälso- och sjukvård',
  'Dagverksamhet',
  'Barn och unga',
  'Ekonomiskt bistånd',
  'Personlig assistans',
  'Gator och vägar',
  'Parker',
  'Vinterväghållning',
  'Färdtjänst',
  'Lokaler',
  'Måltider',
  'Städning',
  'Bygglov',
  'Detaljplaner',
  'Tillsyn',
  'Bibliotek',
  'Museum',
  'Idrottsanläggningar',
  'Föreningsstöd',
  'Tillfällig nämnd',
  'IT-drift',
] as const;

const PLACES = ['norr', 'söder', 'öster', 'väster', 'centrum', 'gemensamt'] as const;

/** The lines of a table; beyond the first three dozen they say where. */
export function lineName(first: number, n: number): string {
  const at = first + n;
  const work = WORK[at % WORK.length] as string;
  const round = Math.floor(n / WORK.length);
  return round === 0 ? work : `${work}, ${PLACES[round % PLACES.length] as string}`;
}

export const PROJECTS = [
  'Ny förskola',
  'Ombyggnad av skola',
  'Cykelvägar',
  'Exploateringsgator',
  'Inventarier',
  'Energiåtgärder',
  'Lekplatser',
  'Verksamhetssystem',
] as const;

const CAUSES: readonly (readonly [kind: string, words: readonly string[]])[] = [
  ['efficiency', ['Effektivisering av administrationen', 'Effektivisering genom samordning']],
  ['saving', ['Besparing enligt budgetbeslut', 'Vakanta tjänster återbesätts inte']],
  ['allocation', ['Satsning på kvalitet', 'Tillskott för nya platser', 'Förstärkning av bemanningen']],
  ['indexation', ['Uppräkning för löner och priser', 'Uppräkning av hyror']],
  ['transfer', ['Flytt av tjänster till annan nämnd', 'Övertagande av verksamhet']],
  ['reallocation', ['Omfördelning mellan verksamheter', 'Omfördelning efter ny organisation']],
  ['temporary', ['Tillfälligt tillskott', 'Tillfällig förstärkning under omställning']],
  ['volume', ['Fler ärenden än planerat', 'Fler barn än prognosen', 'Färre elever än planerat']],
  ['price', ['Högre kostnader för energi', 'Ökade kostnader för livsmedel']],
  ['reassessment', ['Ny bedömning av utfallet', 'Försenad start']],
] as const;

/** Why a figure moved: a kind of cause, and words of which some are rare. */
export function causeWords(random: number, line: string, year: number): { kind: string; words: string } {
  const [kind, texts] = CAUSES[pick(random, CAUSES.length)] as (typeof CAUSES)[number];
  const text = texts[pick(random >>> 6, texts.length)] as string;
  switch ((random >>> 10) % 4) {
    case 0:
      return { kind, words: text };
    case 1:
      return { kind, words: `${text} inom ${line.toLowerCase()}` };
    case 2:
      return { kind, words: `${text} ${year}, etapp ${1 + ((random >>> 12) % 40)}` };
    default:
      return { kind, words: `${text}, ärende ${1000 + ((random >>> 12) % 9000)}` };
  }
}
