import type {Random} from './random.ts';

const moods = 'agile amber bold brisk calm clever eager gentle happy keen lucid mellow nimble quiet steady vivid'.split(
	' ',
);
const people =
	'babbage curie dijkstra euler franklin gauss hopper kepler lamport lovelace noether turing wozniak'.split(' ');

/** What the daemon calls a service that comes without a name. */
export const randomName = ({pick}: Random): string => `${pick(moods)}_${pick(people)}`;
