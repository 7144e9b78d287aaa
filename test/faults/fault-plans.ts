import type { Fault } from '../esdb-double/faults.js';
import type { NetworkFault } from './network.js';

/** What goes wrong in a run. */
export interface FaultPlan {
  readonly name: string;
  /** What the double does by itself, all the time. */
  readonly rules?: readonly Fault[];
  /** What the network does, and after how many operations each time. */
  readonly network?: readonly NetworkFault[];
  readonly networkEvery?: number;
  /** The process of the double is killed and started again after so many operations. */
  readonly killEvery?: number;
  /** Another node leads after so many operations. */
  readonly leadEvery?: number;
  /** The log gives up so soon, and its callers repeat what they do not know the end of. Default: it does not. */
  readonly giveUpMs?: number;
}

/** As often as it fits: a number that JSON has. */
const ALWAYS = 1_000_000_000;

const always = <F extends Fault>(fault: F, every: number): F => ({ ...fault, every, times: ALWAYS });

const cutting: readonly Fault[] = [
  always({ fault: 'cut', after: 3 }, 40),
  always({ fault: 'cut', after: 30 }, 45),
  always({ fault: 'request-lost' }, 90),
];
const answersLost: readonly Fault[] = [
  always({ fault: 'answer-lost' }, 30),
  always({ fault: 'timeout', isStored: true }, 35),
];
const notLeader: readonly Fault[] = [always({ fault: 'not-leader' }, 60), always({ fault: 'not-ready' }, 45)];
const silent: readonly Fault[] = [
  always({ fault: 'silent' }, 70),
  always({ fault: 'silent', isStored: true }, 60),
  always({ fault: 'late', milliseconds: 400 }, 65),
];
const duplicate: readonly Fault[] = [always({ fault: 'duplicate' }, 3)];
const slowReader: readonly Fault[] = [
  always({ fault: 'slow-reader', after: 4 }, 2),
  always({ fault: 'deaf', after: 20 }, 5),
];

/** The faults of the double: each by itself, and then all. */
export const DOUBLE_PLANS: readonly FaultPlan[] = [
  { name: 'connection cut in mid-stream', rules: cutting },
  { name: 'answer lost after the write', rules: answersLost },
  { name: 'not-leader', rules: notLeader, leadEvery: 150 },
  { name: 'silent batch', rules: silent },
  { name: 'silent batch, given up and repeated', rules: silent, giveUpMs: 200 },
  { name: 'duplicate delivery', rules: duplicate },
  { name: 'slow reader', rules: slowReader, network: ['slow'], networkEvery: 60 },
  { name: 'server killed, everything kept', killEvery: 400 },
  { name: 'stale followers', leadEvery: 60 },
  {
    name: 'all of them mixed',
    rules: [...cutting, ...answersLost, ...notLeader, ...silent, ...duplicate, ...slowReader].map(
      (fault) => ({
        ...fault,
        every: 5 * (fault.every ?? 1),
      }),
    ),
    killEvery: 900,
    leadEvery: 400,
  },
];

/** What can be done to any server: by the network between. */
export const NETWORK_PLANS: readonly FaultPlan[] = [
  { name: 'network: cut in mid-stream', network: ['cut'], networkEvery: 25 },
  { name: 'network: answers lost after the write', network: ['answers-lost'], networkEvery: 25 },
  { name: 'network: requests lost', network: ['requests-lost'], networkEvery: 25 },
  { name: 'network: silent for a while', network: ['stalled'], networkEvery: 120 },
  { name: 'network: silent, given up and repeated', network: ['stalled'], networkEvery: 120, giveUpMs: 200 },
  { name: 'network: late', network: ['late'], networkEvery: 60 },
  { name: 'network: slow reader', network: ['slow'], networkEvery: 60 },
  {
    name: 'network: all of them mixed',
    network: ['cut', 'answers-lost', 'requests-lost', 'stalled', 'late', 'slow'],
    networkEvery: 50,
  },
];
