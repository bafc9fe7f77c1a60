import type {Node} from '../swarm/node.ts';
import type {Service} from '../swarm/service.ts';
import type {Snapshot} from '../swarm/snapshot.ts';
import {failed} from './outcome.ts';

const shortest = 3;

/** By name, else by the start of its id. */
const matching = <T extends {readonly id: string}>(items: readonly T[], text: string, nameOf: (item: T) => string) => {
	const named = items.filter(item => nameOf(item) === text);
	return named.length > 0
		? named
		: items.filter(({id}) => id === text || (text.length >= shortest && id.startsWith(text)));
};

const near = (names: readonly string[], text: string) => {
	const close = names.filter(name => name.includes(text) || text.includes(name)).slice(0, 3);
	return close.length === 0 ? '' : ` Is it ${close.join(' or ')}?`;
};

type Asked<T> = {
	readonly kind: string;
	readonly text: string;
	readonly items: readonly T[];
	readonly nameOf: (item: T) => string;
};

const theOne = <T extends {readonly id: string}>({kind, text, items, nameOf}: Asked<T>): T => {
	const [found, ...more] = matching(items, text, nameOf);

	if (found === undefined) {
		return failed(`the swarm has no ${kind} ${text}.${near([...new Set(items.map(nameOf))], text)}`);
	}

	return more.length === 0
		? found
		: failed(
				`${text} is ${more.length + 1} ${kind}s: name it by its id, ${[found, ...more].map(({id}) => id).join(' or ')}.`,
			);
};

export const findNode = (snapshot: Snapshot, text: string): Node => {
	const self = text === 'self' ? snapshot.self : undefined;
	const items = [...(snapshot.nodes?.items.values() ?? [])];
	return theOne({kind: 'node', text: self ?? text, items, nameOf: ({hostname}) => hostname});
};

export const findService = (snapshot: Snapshot, text: string): Service =>
	theOne({kind: 'service', text, items: [...(snapshot.services?.items.values() ?? [])], nameOf: ({name}) => name});
