import {isValid, type Parsed} from '../swarm/parsed.ts';
import {parseBytesText, parseCpusText} from './units.ts';

/** The least that the engine takes as a limit or reservation, where it is any (manager/controlapi: validateResources). */
export const leastMemory = 4 * 2 ** 20;
export const leastCpus = 1_000_000;

export const tooLittleMemory = 'the least that Swarm takes is 4MiB';
export const tooLittleCpus = 'the least that Swarm takes is 0.001 CPU';

/** An amount of memory as a person types it, in bytes: `512m`, `2GiB`; 0 is none. */
export const parseMemory = (text: string): Parsed<number> => {
	const parsed = parseBytesText(text);

	if (!isValid(parsed) || parsed.value === 0 || parsed.value >= leastMemory) {
		return parsed;
	}

	return {problem: `${tooLittleMemory}${/^\d+$/.test(text) ? `, and ${text} is bytes: ${text}M?` : ''}`};
};

/** A number of processors as a person types it, in billionths of one: `0.5`, `2 CPU`; 0 is none. */
export const parseCpus = (text: string): Parsed<number> => {
	const parsed = parseCpusText(/cpus?$/i.test(text) ? text : `${text} CPU`);

	if (!isValid(parsed)) {
		return {problem: `"${text}" is no number of processors such as 0.5 or 2`};
	}

	return parsed.value > 0 && parsed.value < leastCpus ? {problem: tooLittleCpus} : parsed;
};
