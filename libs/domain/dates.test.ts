import { isBefore, isDate, isDay, isMonth } from '#domain';

it.each(['2021-01-31', '2024-02-29', '2000-02-29', '2021-12-31'])('%s is a date', (text) => {
  expect(isDate(text)).toBe(true);
  expect(isDay(text)).toBe(true);
});

it.each([
  '2021-02-29',
  '1900-02-29',
  '2021-04-31',
  '2021-13-01',
  '2021-00-10',
  '2021-01-00',
  '2021-1-1',
  '20210101',
  '',
])('%s is no date', (text) => {
  expect(isDate(text)).toBe(false);
  expect(isDay(text)).toBe(false);
});

it('a month is one of twelve, and a day is as precise as its source', () => {
  expect(isMonth('2023-08')).toBe(true);
  expect(isMonth('2023-13')).toBe(false);
  expect(['2023', '2023-08', '2023-08-31'].every(isDay)).toBe(true);
  expect(isDay('augusti 2023')).toBe(false);
});

it('is before another as far as both say', () => {
  expect(isBefore('2021-03', '2021-04-01')).toBe(true);
  expect(isBefore('2020', '2021-01-01')).toBe(true);
  expect(isBefore('2021', '2021-12-31')).toBe(false);
  expect(isBefore('2021-12-31', '2021')).toBe(false);
  expect(isBefore('2021-04-01', '2021-04-01')).toBe(false);
});
