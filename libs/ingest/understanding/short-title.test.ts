import { describe, expect, it } from '@jest/globals';
import { sentenceHash } from '../document/sentence.js';
import { indicatorName, indicatorUnit } from './indicator-name.js';
import { hashesOf, idsOf, shortTitle } from './short-title.js';

describe('a short title', () => {
  it.each([
    ['Hamnens företagsklimat ska förbättras, genom kortare väntan', 'Hamnens företagsklimat'],
    [
      'Hamnkontoret får i uppdrag att ta fram en plan för vintern. Det ska ske i år.',
      'Ta fram en plan för vintern',
    ],
    ['Nämnden ska utreda taxorna.', 'Utreda taxorna'],
    ['Nämnden ska, i samverkan med Hamnbolaget, hemställa om tillstånd.', 'Hemställa om tillstånd'],
    [
      'Nämnden får i uppdrag att tillsammans med berörda nämnder, i enlighet med beslut, ta fram en taxa',
      'Ta fram en taxa',
    ],
    ['Att fakturor är rätta och betalas i tid.', 'Fakturor är rätta och betalas i tid'],
    ['Införande av e-arkiv', 'Införande av e-arkiv'],
  ])('of "%s"', (sentence, title) => {
    expect(shortTitle(sentence)).toBe(title);
  });

  it('is cut at a word, and never the whole of a long sentence', () => {
    const title = shortTitle(
      'Bryggorna i den inre hamnen besiktigas varje vår och varje höst av en sakkunnig från förbundet',
    );
    expect(title).toMatch(/…$/);
    expect(title.length).toBeLessThanOrEqual(61);
  });

  it('goes with the hashes of its sentences, each once', () => {
    expect(hashesOf('Hamnen växer. Den växer fort.', 'Hamnen växer.', '')).toBe(
      [sentenceHash('Hamnen växer.'), sentenceHash('Den växer fort.')].join(' '),
    );
  });

  it('gives the same id in another document, and different ones to two of one title', () => {
    expect(idsOf([{ title: 'Utreda taxorna', hashes: 'aaaaaaaabb' }])).toEqual(['utreda-taxorna']);
    expect(
      idsOf([
        { title: 'Utreda taxorna', hashes: 'aaaaaaaabb' },
        { title: 'Utreda taxorna', hashes: 'ccccccccdd' },
      ]),
    ).toEqual(['utreda-taxorna-aaaaaaaa', 'utreda-taxorna-cccccccc']);
  });
});

describe('an indicator', () => {
  it.each([
    ['Antal gästbåtar ska öka.', 'Antal gästbåtar'],
    ['Andel frånvaro ska minska, %.', 'Andel frånvaro'],
    ['Omdömet om hamnen ska öka. (Svar på fråga, skala mellan 1 och 6).', 'Omdömet om hamnen'],
    ['Indikator 3: Nöjda gäster, NKI', 'Nöjda gäster, NKI'],
    ['Sysselsättningsgrad (20-64 år), %.', 'Sysselsättningsgrad (20-64 år)'],
    ['%', '%'],
  ])('%s has a name', (label, name) => {
    expect(indicatorName(label)).toBe(name);
  });

  it.each([
    ['Antal båtar', ['12'], 'count'],
    ['Nöjda gäster', ['52,6%', '-'], 'percent'],
    ['Andelen gäster', ['52,6'], 'percent'],
    ['Nöjd Kund Index (NKI)', ['72'], 'index'],
    ['Upplevelse av hamnen (skala 1–6)', ['2,9'], 'index'],
    ['Kostnad per plats, kr', ['1 200'], 'kr'],
    ['Kostnad för bryggor', ['1,2 mnkr'], 'mnkr'],
  ])('%s has a unit of measure', (label, printed, unit) => {
    expect(indicatorUnit(label, printed)).toBe(unit);
  });
});
