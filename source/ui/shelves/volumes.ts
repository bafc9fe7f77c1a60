import type {Service} from '../../swarm/service.ts';
import {nodeOf, tasksOf} from '../../swarm/snapshot.ts';
import {hasEnded} from '../../swarm/task.ts';
import {mountersOf} from '../../swarm/uses.ts';
import type {Volume} from '../../swarm/volume.ts';
import {roughAge} from '../format/age.ts';
import {absolute} from '../format/clock.ts';
import {count} from '../format/plural.ts';
import {type Entry, fact, heading, text} from '../pages/section.ts';
import {clean} from '../text/clean.ts';
import type {Column} from '../widgets/column.ts';
import type {Catalogue, Facts, ShelfRow} from './shelf.ts';
import {labelWords, namesOf} from './words.ts';

type VolumeRow = ShelfRow & {
	readonly driver: string;
	readonly users: string;
	readonly isUsed: boolean;
	/** Nodes whose tasks mount it: each has one of its own under that name, where the driver is a local one. */
	readonly nodes: string;
	readonly options: string;
	readonly stack: string;
	readonly age: string;
};

const servicesOf = ({snapshot}: Facts) => snapshot().services?.items.values() ?? [];

/** Where living tasks of these services are, the node skep talks to first. */
function nodesOf(services: readonly Service[], {snapshot}: Facts): readonly string[] {
	const known = snapshot();
	const tasks = services.flatMap(({id}) => tasksOf(known, id)?.filter(task => !hasEnded(task)) ?? []);
	const ids = [...new Set(tasks.flatMap(({nodeId}) => nodeId ?? []))];
	return ids.map(id => clean(nodeOf(known, id)?.hostname ?? id)).toSorted();
}

const hereName = ({snapshot}: Facts) => clean(nodeOf(snapshot(), snapshot().self)?.hostname ?? 'this engine');

function volumeRow(volume: Volume, facts: Facts): VolumeRow {
	const users = mountersOf(volume.name, servicesOf(facts));
	return {
		id: volume.name,
		name: volume.isAnonymous ? `${clean(volume.name).slice(0, 12)} (anonymous)` : clean(volume.name),
		sign: ' ',
		detail:
			users.length === 0
				? volume.isAnonymous
					? 'Made for one container that named none'
					: 'No service mounts it by its spec; a plain container may'
				: `Mounted by ${namesOf(users)}; tasks on ${nodesOf(users, facts).join(', ') || 'no node'}`,
		driver: clean(volume.driver),
		users: users.length === 0 ? 'no service' : namesOf(users),
		isUsed: users.length > 0,
		nodes: nodesOf(users, facts).join(' '),
		options: clean(labelWords(volume.options)),
		stack: clean(volume.stack ?? ''),
		age: volume.createdAt === undefined ? '' : roughAge(facts.now() - volume.createdAt),
	};
}

const columns: readonly Column<VolumeRow>[] = [
	{id: 'name', title: 'VOLUME', cell: row => row.name, sortBy: row => row.name, tone: () => 'bold', shrinksTo: 16},
	{id: 'driver', title: 'DRIVER', cell: row => row.driver, sortBy: row => row.driver, expendable: 2},
	{
		id: 'users',
		title: 'MOUNTED BY',
		cell: row => row.users,
		sortBy: row => row.users,
		tone: row => (row.isUsed ? undefined : 'dim'),
		shrinksTo: 14,
	},
	{id: 'nodes', title: 'TASKS ON', cell: row => row.nodes, sortBy: row => row.nodes, shrinksTo: 8},
	{id: 'options', title: 'OPTIONS', cell: row => row.options, sortBy: row => row.options, shrinksTo: 10, expendable: 5},
	{id: 'stack', title: 'STACK', cell: row => row.stack, sortBy: row => row.stack, tone: () => 'dim', expendable: 4},
	{id: 'age', title: 'AGE', align: 'right', cell: row => row.age, tone: () => 'dim', expendable: 6},
];

export const volumes: Catalogue<VolumeRow> = {
	title: (count, facts) => `Volumes on ${hereName(facts)}: ${count}, read on opening; other nodes have their own`,
	columns,
	rows: facts => facts.cluster().volumes?.items.map(volume => volumeRow(volume, facts)),
	none: 'This engine has no volumes',
	also: 'i YAML   a add   Ctrl+D remove',
	enter: 'describe',
	page: (id, facts) => {
		const volume = facts.cluster().volumes?.items.find(({name}) => name === id);
		return (
			volume && {
				title: `Volume ${clean(volume.name)} on ${hereName(facts)}`,
				describe: () => describeVolume(volume, facts),
				raw: volume.raw,
			}
		);
	},
};

function describeVolume(volume: Volume, facts: Facts): readonly Entry[] {
	const users = mountersOf(volume.name, servicesOf(facts));
	const uses = users.flatMap(service =>
		(service.uses?.volumes ?? [])
			.filter(({name}) => name === volume.name)
			.flatMap(({target, isReadOnly}) => fact(clean(service.name), `at ${target}${isReadOnly ? ', read only' : ''}`)),
	);
	return [
		heading(`Who mounts it: ${count(users.length, 'service')}`),
		...uses,
		...fact('tasks on', nodesOf(users, facts).join(', ')),
		...(volume.driver === 'local' && Object.keys(volume.options).length === 0 && users.length > 0
			? [text('A local volume: on another node a task starts with an empty one of the same name.')]
			: []),
		heading('What it is'),
		...fact('driver', volume.driver),
		...fact('on this engine', volume.mountpoint),
		...fact('options', labelWords(volume.options)),
		...fact('labels', labelWords(volume.labels)),
		...fact('stack', volume.stack),
		...fact('created', volume.createdAt === undefined ? undefined : absolute(volume.createdAt)),
	];
}
