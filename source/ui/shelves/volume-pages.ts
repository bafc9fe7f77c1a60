import {at, treeOf} from '../../specs/tree.ts';
import type {Service} from '../../swarm/service.ts';
import {nodeOf, tasksOf} from '../../swarm/snapshot.ts';
import {hasEnded} from '../../swarm/task.ts';
import {mountersOf} from '../../swarm/uses.ts';
import type {Volume} from '../../swarm/volume.ts';
import {absolute} from '../format/clock.ts';
import {count} from '../format/plural.ts';
import {pairsOf} from '../pages/described.ts';
import {type Entry, fact, heading, listed, text} from '../pages/section.ts';
import {clean} from '../text/clean.ts';
import type {Facts} from './shelf.ts';
import {labelWords} from './words.ts';

export const servicesOf = ({snapshot}: Facts) => snapshot().services?.items.values() ?? [];

/** Where living tasks of these services are, the node skep talks to first. */
export function nodesOf(services: readonly Service[], {snapshot}: Facts): readonly string[] {
	const known = snapshot();
	const tasks = services.flatMap(({id}) => tasksOf(known, id)?.filter(task => !hasEnded(task)) ?? []);
	const ids = [...new Set(tasks.flatMap(({nodeId}) => nodeId ?? []))];
	return ids.map(id => clean(nodeOf(known, id)?.hostname ?? id)).toSorted();
}

export const hereName = ({snapshot}: Facts) => clean(nodeOf(snapshot(), snapshot().self)?.hostname ?? 'this engine');

/** One that services mount by their specs, and this engine doesn't have: each node they run on has its own. */
export type Elsewhere = {readonly name: string; readonly driver: string; readonly users: readonly Service[]};

export function elsewhereOf(facts: Facts): readonly Elsewhere[] {
	const here = new Set(facts.cluster().volumes?.items.map(({name}) => name));
	const uses = [...servicesOf(facts)].flatMap(service => service.uses?.volumes ?? []);
	const drivers = new Map(uses.filter(({name}) => !here.has(name)).map(({name, driver}) => [name, driver]));
	return [...drivers].map(([name, driver]) => ({name, driver, users: mountersOf(name, servicesOf(facts))}));
}

/** Where in its containers each service has it. */
const mountEntries = (volume: string, users: readonly Service[]): readonly Entry[] =>
	users.flatMap(service =>
		(service.uses?.volumes ?? [])
			.filter(({name}) => name === volume)
			.flatMap(({target, isReadOnly}) => fact(clean(service.name), `at ${target}${isReadOnly ? ', read only' : ''}`)),
	);

export const describeElsewhere = ({name, driver, users}: Elsewhere, facts: Facts): readonly Entry[] => [
	heading(`Who mounts it: ${count(users.length, 'service')}`),
	...mountEntries(name, users),
	...fact('tasks on', nodesOf(users, facts).join(', ')),
	heading('What it is'),
	...fact('driver', driver),
	text('This engine does not have it; the engine of each of those nodes has its own, and tells no other of it.'),
];

export function describeVolume(volume: Volume, facts: Facts): readonly Entry[] {
	const users = mountersOf(volume.name, servicesOf(facts));
	return [
		heading(`Who mounts it: ${count(users.length, 'service')}`),
		...mountEntries(volume.name, users),
		...fact('tasks on', nodesOf(users, facts).join(', ')),
		...(volume.driver === 'local' && Object.keys(volume.options).length === 0 && users.length > 0
			? [text('A local volume: on another node a task starts with an empty one of the same name.')]
			: []),
		heading('What it is'),
		...fact('driver', volume.driver),
		...fact('on this engine', volume.mountpoint),
		...fact('scope', scopeOf(volume)),
		...listed('options', pairsOf(volume.options)),
		...listed('status', statusOf(volume)),
		...fact('labels', labelWords(volume.labels)),
		...fact('stack', volume.stack),
		...fact('created', volume.createdAt === undefined ? undefined : absolute(volume.createdAt)),
	];
}

/** `global` where every node of the swarm has the same. */
function scopeOf({raw}: Volume) {
	const scope = at(raw, ['Scope']);
	return typeof scope === 'string' ? scope : undefined;
}

/** What its driver says of it. */
const statusOf = ({raw}: Volume) =>
	Object.entries(treeOf(at(raw, ['Status']))).map(
		([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
	);
