import type {Editable} from './service-shape.ts';

export type Heading = {
	readonly kind: Editable;
	readonly name: string;
	/** Short. */
	readonly id: string;
	readonly version: number;
};

const words: Readonly<Record<Editable, readonly string[]>> = {
	service: [
		'Lengths of time are 10s or 1m30s, sizes 64MiB, processors 0.5 CPU, file modes 0o444.',
		'A secret, config or network is given by its name alone, or by its id.',
	],
	node: [],
};

/** What the text is, and how one leaves without a change. */
export const headerOf = ({kind, name, id, version}: Heading): readonly string[] => [
	`The spec of ${kind} ${name} (${id}), version ${version}.`,
	'',
	'Save it and leave the editor: what changes is shown before anything is sent.',
	'Leave it as it is, or delete everything, and nothing happens.',
	...words[kind],
	'What follows a # is a note: it is read by nobody, and kept nowhere.',
];
