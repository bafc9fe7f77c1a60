import type {Json} from '../../swarm/values.ts';
import {bytesText, cpusText, durationText, exactly, parseBytesText, parseDurationText} from '../units.ts';
import {dashed, type FlagKind, type Words} from './flag-rule.ts';

type Write = (value: Json) => string | undefined;

/** A value that an empty or zero one takes away again. */
const plain = (write: Write, nothing: string): FlagKind => {
	const words = (flag: string, value: Json | undefined): Words => {
		const text = value === undefined || value === null ? nothing : write(value);
		return text === undefined ? undefined : [dashed(flag), text];
	};
	return {
		create: (flag, value) => (value === 0 ? [] : words(flag, value)),
		update: (flag, _, after) => words(flag, after),
	};
};

/** A value that, once set, no flag takes away again: zero is a value like any other. */
const lasting = (write: Write): FlagKind => ({
	create: (flag, value) => wordsOf(flag, write(value)),
	update: (flag, _, after) => (after === undefined || after === null ? undefined : wordsOf(flag, write(after))),
});

const wordsOf = (flag: string, text: string | undefined): Words =>
	text === undefined ? undefined : [dashed(flag), text];

const asText: Write = value => (typeof value === 'string' ? value : undefined);
const asNumber: Write = value => (typeof value === 'number' ? `${value}` : undefined);
const asDuration: Write = value =>
	typeof value === 'number' ? exactly(value, durationText(value), parseDurationText) : undefined;
const asBytes: Write = value =>
	typeof value === 'number' ? exactly(value, bytesText(value), parseBytesText) : undefined;
const asCpus: Write = value => (typeof value === 'number' && value >= 0 ? cpusText(value) : undefined);

export const text = plain(asText, '');
export const number = plain(asNumber, '0');
export const length = plain(asDuration, '0s');
export const bytes = plain(asBytes, '0');
export const cpus = plain(asCpus, '0');
export const lastingText = lasting(asText);
export const lastingNumber = lasting(asNumber);
export const lastingLength = lasting(asDuration);

/** Yes and no; what no flag says is as good as no. */
export const yesNo: FlagKind = {
	create: (flag, value) => (value === true ? [dashed(flag)] : []),
	update: (flag, _, after) => (after === true ? [dashed(flag)] : [`${dashed(flag)}=false`]),
};

/** Yes, no, or left to the node. */
export const yesNoOrNeither: FlagKind = {
	...yesNo,
	update: (flag, before, after, names) =>
		typeof after === 'boolean' ? yesNo.update(flag, before, after, names) : undefined,
};
