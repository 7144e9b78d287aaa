import { describe, expect, it } from '@jest/globals';
import { boardNamed, boardsIn, isBoardName } from './board.js';

describe('boards in a text', () => {
  it.each([
    ['Kommunstyrelsens budget 2031', ['Kommunstyrelsen']],
    ['Budget 2031 för Tekniska nämnden', ['Tekniska nämnden']],
    [
      'Vård- och äldrenämnden och Sociala omsorgsnämnden',
      ['Vård- och äldrenämnden', 'Sociala omsorgsnämnden'],
    ],
    ['Nämnden beslutar; nämndens uppdrag och styrelsen', []],
    ['Borås Stads kommunstyrelse', []],
    ['Grundskolenämnd', ['Grundskolenämnden']],
    ['Kommunstyrelse', ['Kommunstyrelsen']],
  ])('%s', (text, boards) => {
    expect(boardsIn(text)).toEqual(boards);
  });

  it('are known by the profile under all their names, or follow from their names', () => {
    const known = [{ id: 'ks', name: 'Kommunstyrelsen', also: ['KS'], frames: [] }];
    expect(boardNamed('kommunstyrelsen', known).id).toBe('ks');
    expect(boardNamed('Vård- och äldrenämnden', known)).toEqual({
      id: 'vard-och-aldrenamnden',
      name: 'Vård- och äldrenämnden',
      profile: null,
    });
    expect([isBoardName('Servicenämnden'), isBoardName('Servicenämnden sparar')]).toEqual([true, false]);
  });
});
