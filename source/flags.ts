import {parseArgs} from 'node:util';

/** What there is to say on the command line, as `meow` takes it. */
export const flags = {
	readOnly: {type: 'boolean', default: false},
	history: {type: 'boolean', default: true},
	cockpit: {type: 'boolean', default: true},
	demo: {type: 'boolean', default: false},
	notify: {type: 'string'},
	sshNode: {type: 'string'},
	nodes: {type: 'number'},
	services: {type: 'number'},
	replicas: {type: 'number'},
} as const;

type Kinds = {readonly string: string; readonly boolean: boolean; readonly number: number};

/** What was said. */
export type Given = {
	readonly flags: {
		readonly [Name in keyof typeof flags]:
			| Kinds[(typeof flags)[Name]['type']]
			| ((typeof flags)[Name] extends {default: unknown} ? never : undefined);
	};
	readonly input: readonly string[];
};

const spelled = (name: string) => name.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);

const options = Object.fromEntries(
	Object.entries(flags).map(([name, {type, ...rest}]) => {
		return [spelled(name), {type: type === 'boolean' ? type : 'string', ...rest} as const];
	}),
);

/** The flags of a command line without a fault, read by what Node has loaded anyway; undefined for any other, and for help. */
export const plainFlags = (argv: readonly string[]): Given | undefined => {
	try {
		const {values, tokens} = parseArgs({args: [...argv], options, allowNegative: true, tokens: true});
		const said = tokens.map(token => (token.kind === 'option' ? token.name : token.kind));
		const read = Object.entries(flags).map(([name, {type}]) => {
			const value = values[spelled(name)];
			return [name, type === 'number' && value !== undefined ? countIn(String(value)) : value];
		});
		const isOnce = new Set(said).size === said.length;
		return isOnce ? {flags: Object.fromEntries(read), input: []} : undefined;
	} catch {
		return undefined;
	}
};

const countIn = (text: string) => {
	if (!/^[1-9]\d{0,6}$/.test(text)) {
		throw new RangeError(text);
	}

	return Number(text);
};
