import { describe, expect, it } from '@jest/globals';
import { areaLabel } from './areas.js';
import { nearestLabelled } from './labelled.js';
import { nearest } from './nearest.js';

describe('the nearest names', () => {
  it('are found whatever their case and their dots, and begin as what was written', () => {
    const units = ['alingsas', 'alingsas/ks', 'boras', 'boras/ks', 'boras/ks/stadsledningskansliet'];
    expect(nearest('Borås', units)[0]).toBe('boras');
    expect(nearest('BORAS/KS', units)[0]).toBe('boras/ks');
    expect(nearest('borås/ks/stadsledningskansli', units)[0]).toBe('boras/ks/stadsledningskansliet');
    expect(nearest('hav', ['hyra', 'pay', 'hävning', 'ny bedömning'])[0]).toBe('hävning');
  });

  it('are found by what lists call them, which stands beside', () => {
    const areas = ['control', 'land', 'operations'];
    expect(nearestLabelled('drift', areas, areaLabel)[0]).toBe('operations (drift)');
    expect(nearestLabelled('expl', areas, areaLabel)[0]).toBe('land (exploatering)');
    expect(nearestLabelled('x', ['x-ray'], () => undefined)).toEqual(['x-ray']);
  });
});
