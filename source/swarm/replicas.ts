import type {Parsed} from './parsed.ts';

/** Above this a typing error is more likely than a wish: the scheduler takes seconds, the managers' memory hundreds of megabytes. */
const mostReplicas = 10_000;

/** A number of replicas as a person types it. */
export const parseReplicas = (text: string): Parsed<number> => {
	const trimmed = text.trim();

	if (trimmed === '') {
		return {problem: 'how many replicas? a whole number, 0 or more'};
	}

	if (!/^\+?\d+$/.test(trimmed)) {
		return {problem: `"${trimmed}" is no whole number, 0 or more`};
	}

	const replicas = Number(trimmed);
	return replicas > mostReplicas
		? {problem: `${trimmed} replicas are more than ${mostReplicas}: the managers would not bear it`}
		: {value: replicas};
};
