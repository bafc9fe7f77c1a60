import {at, treeOf} from '../../specs/tree.ts';
import type {Config} from '../../swarm/config.ts';
import type {ConfigId, SecretId} from '../../swarm/ids.ts';
import type {Secret} from '../../swarm/secret.ts';
import type {Service} from '../../swarm/service.ts';
import {type FileUse, nobody, pathInContainer, type Users, usersIn} from '../../swarm/uses.ts';
import type {Instant} from '../../swarm/values.ts';
import {roughAge} from '../format/age.ts';
import {bytes} from '../format/bytes.ts';
import {absolute} from '../format/clock.ts';
import {count} from '../format/plural.ts';
import {type Entry, fact, heading, listed, text} from '../pages/section.ts';
import {ageColumn, stackColumn} from '../rows/shared-columns.ts';
import {clean} from '../text/clean.ts';
import type {Column} from '../widgets/column.ts';
import type {Catalogue, Facts, ShelfRow} from './shelf.ts';
import {labelWords, namesOf} from './words.ts';

type FileRow = ShelfRow & {
	readonly users: number;
	readonly usedBy: string;
	readonly isUnused: boolean;
	readonly size: string;
	readonly bytes: number;
	readonly labels: string;
	readonly stack: string;
	readonly age: string;
	readonly createdAt: Instant;
};

type Kind = 'secret' | 'config';
type File = Secret | Config;

const usersFor = ({snapshot}: Facts) => usersIn(snapshot().services?.items.values() ?? []);

function fileRow(kind: Kind, file: File, users: Users, now: Instant): FileRow {
	const size = 'size' in file ? file.size : 0;
	return {
		id: file.id,
		name: clean(file.name),
		sign: ' ',
		detail: detailOf(kind, users),
		users: users.now.length,
		usedBy: users.now.length > 0 ? namesOf(users.now) : users.before.length > 0 ? 'a rollback only' : 'nobody',
		isUnused: users.now.length === 0,
		size: 'size' in file ? bytes(size) : '',
		bytes: size,
		labels: clean(labelWords(file.labels)),
		stack: clean(file.stack ?? ''),
		age: roughAge(now - file.createdAt),
		createdAt: file.createdAt,
	};
}

function detailOf(kind: Kind, {now, before}: Users) {
	if (now.length > 0) {
		return `Used by ${namesOf(now)}${before.length > 0 ? `; a rollback of ${namesOf(before)} would need it, too` : ''}`;
	}

	return before.length > 0
		? `No service uses it now, but rolling back ${namesOf(before)} would need it`
		: `No service uses this ${kind}`;
}

const columns: readonly Column<FileRow>[] = [
	{id: 'name', title: 'NAME', cell: row => row.name, sortBy: row => row.name, tone: () => 'bold', shrinksTo: 18},
	{id: 'users', title: 'USERS', align: 'right', cell: row => String(row.users), sortBy: row => row.users},
	{
		id: 'usedBy',
		title: 'USED BY',
		cell: row => row.usedBy,
		sortBy: row => row.usedBy,
		tone: row => (row.isUnused ? 'dim' : undefined),
		shrinksTo: 16,
	},
	{id: 'size', title: 'SIZE', align: 'right', cell: row => row.size, sortBy: row => row.bytes, expendable: 2},
	{id: 'labels', title: '', cell: row => row.labels, shrinksTo: 12, expendable: 6},
	stackColumn(5),
	ageColumn(4),
];

const withoutSize = columns.filter(({id}) => id !== 'size');

const rowsOf = (kind: Kind, facts: Facts) => {
	const known: Iterable<File> | undefined = facts.snapshot()[`${kind}s`]?.items.values();
	const users = usersFor(facts);
	return known && [...known].map(file => fileRow(kind, file, users.get(file.id) ?? nobody, facts.now()));
};

const whatKeysDo = {
	also: [
		['i', 'YAML'],
		['a', 'add'],
		['F', 'rotate'],
		['Ctrl+D', 'remove'],
	],
	enter: 'describe',
} as const;

export const secrets: Catalogue<FileRow> = {
	title: count => `Secrets ${count}`,
	columns: withoutSize,
	rows: facts => rowsOf('secret', facts),
	unknown: ({cluster}) => cluster().unreadable.secrets,
	none: 'The swarm has no secrets',
	...whatKeysDo,
	page: (id, facts) => {
		const secret = facts.snapshot().secrets?.items.get(id as SecretId);
		return secret && pageOf('secret', secret, facts);
	},
};

export const configs: Catalogue<FileRow> = {
	title: count => `Configs ${count}`,
	columns,
	rows: facts => rowsOf('config', facts),
	unknown: ({cluster}) => cluster().unreadable.configs,
	none: 'The swarm has no configs',
	...whatKeysDo,
	page: (id, facts) => {
		const config = facts.snapshot().configs?.items.get(id as ConfigId);
		return config && pageOf('config', config, facts);
	},
};

const pageOf = (kind: Kind, file: File, facts: Facts) => ({
	title: `${kind === 'secret' ? 'Secret' : 'Config'} ${clean(file.name)}`,
	describe: () => describeFile(kind, file, facts),
	raw: file.raw,
});

/** Who has it where, then what it is. */
function describeFile(kind: Kind, file: File, facts: Facts): readonly Entry[] {
	const {now, before} = usersFor(facts).get(file.id) ?? nobody;
	return [
		heading(`Who uses it: ${count(now.length, 'service')}`),
		...now.flatMap(service => fact(clean(service.name), `at ${pathOf(kind, file, service)}`)),
		...before.flatMap(service =>
			fact(clean(service.name), "after a rollback only: without it, it can't be rolled back"),
		),
		...(now.length + before.length === 0 ? [text('Nobody: it can go, if no file or script counts on it.')] : []),
		heading('What it is'),
		...('size' in file ? fact('size', bytes(file.size)) : fact('driver', file.driver)),
		...listed('driver options', driverOptions(file)),
		...fact('template', file.isTemplate ? 'fields of node and task are filled in for each container' : undefined),
		...fact('stack', file.stack),
		...fact('labels', labelWords(file.labels)),
		...fact('created', absolute(file.createdAt)),
		...fact('last written', file.updatedAt - file.createdAt > 1000 ? absolute(file.updatedAt) : undefined),
		...fact('id', file.id),
		...fact('version', file.version),
		...(kind === 'secret'
			? [
					text(
						`No manager gives out its value${now.length === 0 ? '' : ': only the containers of those services have it'}.`,
					),
				]
			: []),
	];
}

const driverOptions = ({raw}: File) =>
	Object.entries(treeOf(at(raw, ['Spec', 'Driver', 'Options']))).map(([key, value]) => `${key}=${value}`);

function pathOf(kind: Kind, file: File, {uses}: Service) {
	const all: readonly FileUse<string>[] = (kind === 'secret' ? uses?.secrets : uses?.configs) ?? [];
	const use = all.find(({id}) => id === file.id);
	return pathInContainer(kind, {id: file.id, name: file.name, target: use?.target});
}
