import type {Field} from '../../operations/form.ts';

/** A part of a long form: where its fields begin, and how many they are. */
export type FormPart = {readonly title: string; readonly start: number; readonly fields: readonly Field[]};

/** The parts of a form, as its headings make them; one without a title where there are none. */
export const partsOf = (fields: readonly Field[]): readonly FormPart[] => {
	const starts = fields.flatMap(({section}, index) => (section !== undefined || index === 0 ? [index] : []));
	return starts.map((start, at) => ({
		title: fields[start]?.section ?? '',
		start,
		fields: fields.slice(start, starts[at + 1]),
	}));
};
