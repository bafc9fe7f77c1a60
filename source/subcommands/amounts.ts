import {isValid} from '../swarm/parsed.ts';
import {parseReplicas} from '../swarm/replicas.ts';
import {wrongUsage} from './outcome.ts';

const units: Readonly<Record<string, number>> = {b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4};

/** An amount of memory as `docker` takes it: `512m`, `1.5g`, or plain bytes. */
export const readMemory = (flag: string, text: string): number => {
	const [, amount = '', unit = 'b'] = /^(\d+(?:\.\d+)?)([bkmgt])?(?:i?b)?$/i.exec(text.trim()) ?? [];
	return amount === ''
		? wrongUsage(`${flag} takes an amount of memory, for example 512m or 2g.`)
		: Math.round(Number(amount) * (units[unit.toLowerCase()] ?? 1));
};

export const readCpus = (flag: string, text: string): number =>
	/^\d+(?:\.\d+)?$/.test(text.trim()) ? Number(text) : wrongUsage(`${flag} takes a number of cpus, for example 0.5.`);

export const readCount = (what: string, text: string): number => {
	const parsed = parseReplicas(text);
	return isValid(parsed) ? parsed.value : wrongUsage(`${what}: ${parsed.problem}.`);
};
