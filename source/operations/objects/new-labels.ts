import {parseLabels} from '../../swarm/label-edit.ts';
import type {Labels} from '../../swarm/values.ts';
import type {Field, FormValues, Parsed} from '../form.ts';

/** Labels of something that is being made: there are none to remove. */
export const newLabelsField: Field = {
	name: 'labels',
	label: 'labels',
	initial: '',
	hint: 'key=value or key, several with spaces between; may be left empty',
};

/** Reads words of `key=value` or `key`, such as labels and driver options. */
export const parsePairs = (values: FormValues, field: string): Parsed<Labels> => {
	const text = values[field]?.trim() ?? '';

	if (text === '') {
		return {kind: 'input', input: {}};
	}

	const parsed = parseLabels(text);

	if ('problem' in parsed) {
		return {kind: 'problem', field, problem: `${parsed.problem.slice(0, 1).toUpperCase()}${parsed.problem.slice(1)}.`};
	}

	const {set, remove} = parsed.value;
	return remove.length > 0
		? {kind: 'problem', field, problem: `"${remove[0]}-" would remove one, and it has none yet.`}
		: {kind: 'input', input: set};
};

export const parseNewLabels = (values: FormValues): Parsed<Labels> => parsePairs(values, 'labels');

const written = ([key, value]: readonly [string, string]) => (value === '' ? key : `${key}=${value}`);

export const pairWords = (pairs: Labels): readonly string[] => Object.entries(pairs).map(written);

export const labelEffect = (labels: Labels): readonly string[] =>
	Object.keys(labels).length === 0 ? [] : [`Its labels: ${pairWords(labels).join(', ')}.`];

export const labelArguments = (labels: Labels): readonly string[] =>
	pairWords(labels).flatMap(word => ['--label', word]);
