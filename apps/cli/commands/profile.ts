import type { Command } from 'commander';
import { ofNow } from '../globals.js';
import type { Surroundings } from '../surroundings.js';

const EXAMPLES = `
Examples:
  liggaren profile budget-2025.docx > bergslunda.yaml      then look it through (profiles/README.md), and
  liggaren import budget-2025.docx --profile bergslunda.yaml --dry-run

Kept in the folder profiles/ of the ledger it is found by itself, for every document of the municipality.`;

/** `liggaren profile DOCUMENT`: a profile to begin with, for a municipality that none is of. */
export function addProfile(program: Command, { io }: Surroundings): void {
  ofNow(program.command('profile'))
    .description('a profile to begin with, filled in with what a document seems to say of its municipality')
    .argument('<document>', 'path of a document')
    .addHelpText('after', EXAMPLES)
    .action(async (path: string) => {
      const { templateOf } = await import('../import/profile-template.js');
      io.out(await templateOf(path));
    });
}
