import fc from 'fast-check';

/*
 * Properties are tried on the same random input for a commit each time, so that a test run judges the commit and not its
 * luck. LIGGAREN_SEED=random tries other input (fast-check prints the seed of what fails); LIGGAREN_SEED=<seed> that one.
 */
const { LIGGAREN_SEED = '918273' } = process.env;
if (LIGGAREN_SEED !== 'random') fc.configureGlobal({ seed: Number(LIGGAREN_SEED) });
