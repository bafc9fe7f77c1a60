import {isValid, type Parsed} from './parsed.ts';

/** What to do to labels: as `docker node update --label-add` and `--label-rm` would. */
type LabelEdit =
	| {readonly kind: 'set'; readonly key: string; readonly value: string}
	| {readonly kind: 'remove'; readonly key: string};

export type LabelEdits = {
	readonly set: Readonly<Record<string, string>>;
	readonly remove: readonly string[];
};

const problemOfKey = (key: string): string | undefined => {
	if (key === '') {
		return 'the label has no key: write key=value, key, or key- to remove it';
	}

	return /\s/.test(key) ? `"${key}" holds a space: a label's key can't` : undefined;
};

/** `key=value`, `key` (an empty value, which Swarm allows), or `key-` to remove it. */
export const parseLabel = (text: string): Parsed<LabelEdit> => {
	const trimmed = text.trim();
	const equals = trimmed.indexOf('=');
	const isRemoval = equals === -1 && trimmed.endsWith('-');
	const key = equals === -1 ? trimmed.slice(0, isRemoval ? -1 : undefined) : trimmed.slice(0, equals).trim();
	const problem = problemOfKey(key);

	if (problem !== undefined) {
		return {problem};
	}

	return {
		value: isRemoval
			? {kind: 'remove', key}
			: {kind: 'set', key, value: equals === -1 ? '' : trimmed.slice(equals + 1).trim()},
	};
};

/** Several, separated by commas or spaces; a value with either is given alone. The same key twice is refused. */
export const parseLabels = (text: string): Parsed<LabelEdits> => {
	const labels = text
		.split(/[\s,]+/)
		.filter(word => word !== '')
		.map(parseLabel);
	const wrong = labels.find(label => !isValid(label));

	if (wrong || labels.length === 0) {
		return wrong && 'problem' in wrong ? wrong : {problem: 'no label yet: write key=value, key, or key- to remove it'};
	}

	const edits = labels.filter(isValid).map(({value}) => value);
	const twice = edits.find(({key}, index) => edits.findIndex(edit => edit.key === key) !== index);

	if (twice) {
		return {problem: `"${twice.key}" is there twice`};
	}

	return {
		value: {
			set: Object.fromEntries(edits.flatMap(edit => (edit.kind === 'set' ? [[edit.key, edit.value]] : []))),
			remove: edits.flatMap(edit => (edit.kind === 'remove' ? [edit.key] : [])),
		},
	};
};
