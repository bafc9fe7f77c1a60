import type {Problem, Urgency} from './problems.ts';

const urgencies: readonly Urgency[] = ['act', 'look', 'moving'];
/** Every kind of finding, worst first. */
export const verdicts: readonly string[] = [
	'QUORUM',
	'DOWN',
	'GAVE UP',
	'PAUSED',
	'LOOP',
	'STUCK',
	'SHORT',
	'ROLLED BACK',
	'NODE',
	'NETWORK',
	'CA',
	'POOL',
	'JOB',
	'IMAGE',
	'DIGEST',
	'TWIN',
	'MANAGERS',
	'VERSIONS',
	'SKEW',
	'UNUSED',
	'moving',
];

/** Worst first: by urgency, kind, name; nothing that changes by the second plays a part. */
export const compareProblems = (a: Problem, b: Problem) =>
	urgencies.indexOf(a.urgency) - urgencies.indexOf(b.urgency) ||
	verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict) ||
	compareText(a.name, b.name) ||
	compareText(idOf(a), idOf(b));

const compareText = (a: string, b: string) => (a < b ? -1 : Number(a > b));

const idOf = ({subject}: Problem) => (subject.kind === 'swarm' ? '' : subject.id);
