import {parseArgs} from 'node:util';
import {wrongUsage} from './outcome.ts';

type Flags = Readonly<Record<string, {readonly type: 'string' | 'boolean'; readonly multiple?: boolean}>>;

export type Words = {
	readonly positionals: readonly string[];
	readonly isJson: boolean;
	/** Of a flag without a value. */
	readonly isSet: (flag: string) => boolean;
	readonly text: (flag: string) => string | undefined;
	readonly texts: (flag: string) => readonly string[];
};

const shown = (flags: Flags) => [...Object.keys(flags), 'json'].map(flag => `--${flag}`).join(', ');

const sentenceOf = (error: unknown, flags: Flags) => {
	const [, option] = /'(--?[\w-]+)/.exec(error instanceof Error ? error.message : '') ?? [];
	const isKnown = option !== undefined && Object.hasOwn(flags, option.replace(/^--/, ''));
	return isKnown ? `${option} takes a value.` : `there is no option ${option ?? 'like that'} here: ${shown(flags)}.`;
};

/** Reads what stands after a subcommand. Every one takes `--json`. */
export const readWords = (args: readonly string[], flags: Flags): Words => {
	try {
		const {values, positionals} = parseArgs({
			args: [...args],
			options: {...flags, json: {type: 'boolean'}},
			allowPositionals: true,
			strict: true,
		});
		const given: Readonly<Record<string, unknown>> = values;
		const texts = (flag: string) => [given[flag] ?? []].flat().filter(value => typeof value === 'string');
		return {
			positionals,
			isJson: given['json'] === true,
			isSet: flag => given[flag] === true,
			text: flag => texts(flag).at(-1),
			texts,
		};
	} catch (error) {
		return wrongUsage(sentenceOf(error, flags));
	}
};
