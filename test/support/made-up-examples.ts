import type { BudgetForm } from './made-up-documents.js';
import type { ReportForm } from './made-up-report.js';

/** A budget of a board of Borås that has no profile of its own. */
export const MADE_UP_BUDGET: BudgetForm = {
  year: 2033,
  board: 'Servicenämndens',
  municipality: 'Borås Stad',
  columns: ['budgetBefore', 'forecast', 'first', 'second'],
  change: true,
  frames: [
    {
      name: 'Intern service',
      activities: [
        {
          name: 'Städ',
          amounts: [
            [100, 2_100],
            [110, 2_150],
            [120, 2_200],
            [120, 2_260],
          ],
        },
        {
          name: 'Måltider',
          amounts: [
            [5_000, 61_234],
            [5_100, 62_000],
            [5_200, 63_500],
            [5_250, 63_000],
          ],
        },
      ],
    },
    {
      name: 'Lokalförsörjning',
      activities: [
        {
          name: 'Skolor',
          amounts: [
            [0, 1_000_500],
            [0, 1_010_000],
            [0, 1_020_000],
            [0, 1_019_000],
          ],
        },
        {
          name: 'Förvaltning',
          amounts: [
            [900, 12_000],
            [900, 12_000],
            [950, 12_500],
            [950, 12_500],
          ],
        },
      ],
    },
  ],
};

/** Interim accounts of a board of Alingsås; no amount is whole in thousands. */
export const MADE_UP_REPORT: ReportForm = {
  year: 2029,
  board: 'Socialnämnden',
  municipality: 'Alingsås kommun',
  revenue: [91_867_400, 88_016_499, 56_418_501, 49_203_000],
  costs: [
    { name: 'Personalkostnader', amounts: [109_182_400, 104_922_450, 64_523_333, 55_412_333] },
    { name: 'Lokalhyror', amounts: [7_431_400, 7_431_400, 4_951_333, 4_493_333] },
    { name: 'Köp av tjänster', amounts: [42_984_400, 42_984_000, 26_764_333, 25_433_333] },
    { name: 'Övriga kostnader', amounts: [39_147_400, 39_447_000, 26_300_499, 23_456_499] },
  ],
  investments: [
    {
      name: 'Expansionsinvestering',
      lines: [
        { name: 'Markinköp', amounts: [2_000_400, 10_111_400, 10_111_400, 536_000] },
        { name: 'Boenden', amounts: [17_000_400, 4_810_400, 491_400, 6_755_000] },
        { name: 'Inventarier', amounts: [6_050_400, 2_895_400, 2_406_400, 5_394_000] },
      ],
    },
    { name: 'Imageinvestering', lines: [], amounts: [0, 0, 0, 0] },
    {
      name: 'Reinvestering',
      lines: [
        { name: 'Inventarier', amounts: [400_000, 400_499, 272_000, 126_000] },
        { name: 'Fastigheter', amounts: [2_455_000, 3_000_499, 1_886_000, 944_000] },
      ],
    },
  ],
};
