import {mountersOf} from '../../swarm/uses.ts';
import type {Volume} from '../../swarm/volume.ts';
import {roughAge} from '../format/age.ts';
import {stackColumn} from '../rows/shared-columns.ts';
import {clean} from '../text/clean.ts';
import type {Column} from '../widgets/column.ts';
import type {Catalogue, Facts, ShelfRow} from './shelf.ts';
import {
	describeElsewhere,
	describeVolume,
	type Elsewhere,
	elsewhereOf,
	hereName,
	nodesOf,
	servicesOf,
} from './volume-pages.ts';
import {labelWords, namesOf} from './words.ts';

type VolumeRow = ShelfRow & {
	readonly driver: string;
	readonly users: string;
	readonly isUsed: boolean;
	/** Nodes whose tasks mount it: each has one of its own under that name, where the driver is a local one. */
	readonly nodes: string;
	readonly isHere: boolean;
	readonly options: string;
	readonly stack: string;
	readonly age: string;
};

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
		isHere: true,
		options: clean(labelWords(volume.options)),
		stack: clean(volume.stack ?? ''),
		age: volume.createdAt === undefined ? '' : roughAge(facts.now() - volume.createdAt),
	};
}

function elsewhereRow({name, driver, users}: Elsewhere, facts: Facts): VolumeRow {
	const nodes = nodesOf(users, facts);
	return {
		id: name,
		name: clean(name),
		sign: ' ',
		detail: `Not on ${hereName(facts)}: ${namesOf(users)} ${users.length === 1 ? 'mounts' : 'mount'} it by spec, and each node has its own; tasks on ${nodes.join(', ') || 'no node'}`,
		driver: clean(driver),
		users: namesOf(users),
		isUsed: true,
		nodes: nodes.join(' '),
		isHere: false,
		options: '',
		stack: '',
		age: '',
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
	{
		id: 'here',
		title: 'HERE',
		cell: row => (row.isHere ? 'yes' : 'no'),
		sortBy: row => (row.isHere ? 0 : 1),
		tone: row => (row.isHere ? undefined : 'dim'),
		expendable: 3,
	},
	{id: 'options', title: 'OPTIONS', cell: row => row.options, sortBy: row => row.options, shrinksTo: 10, expendable: 5},
	stackColumn(4),
	{id: 'age', title: 'AGE', align: 'right', cell: row => row.age, tone: () => 'dim', expendable: 6},
];

export const volumes: Catalogue<VolumeRow> = {
	title: (_, facts) => `Volumes on ${hereName(facts)}: ${facts.cluster().volumes?.items.length ?? '?'}`,
	aside: asideOf,
	columns,
	rows: facts => {
		const here = facts.cluster().volumes?.items.map(volume => volumeRow(volume, facts));
		return here && [...here, ...elsewhereOf(facts).map(volume => elsewhereRow(volume, facts))];
	},
	none: 'This engine has no volumes',
	also: [
		['i', 'YAML'],
		['a', 'add'],
		['Ctrl+D', 'remove'],
	],
	enter: 'describe',
	page: (id, facts) => {
		const volume = facts.cluster().volumes?.items.find(({name}) => name === id);
		const elsewhere = volume === undefined ? elsewhereOf(facts).find(({name}) => name === id) : undefined;
		return volume === undefined
			? elsewhere && {
					title: `Volume ${clean(elsewhere.name)}, not on ${hereName(facts)}`,
					describe: () => describeElsewhere(elsewhere, facts),
				}
			: {
					title: `Volume ${clean(volume.name)} on ${hereName(facts)}`,
					describe: () => describeVolume(volume, facts),
					raw: volume.raw,
				};
	},
};

function asideOf(facts: Facts) {
	const more = elsewhereOf(facts).length;
	return `read on opening; ${more === 0 ? 'other nodes have their own' : `${more} more elsewhere, by services' specs`}`;
}
