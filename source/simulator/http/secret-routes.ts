import type {RawSecretAnswer, ServiceSpec} from '../model.ts';
import type {Secret} from '../objects.ts';
import {alreadyExists, invalidArgument, outOfSequence} from '../refusal.ts';
import type {Table} from '../table.ts';
import {bodyOf, type Call, empty, json, type Reply, versionIn} from './call.ts';
import {filtersOf, hasLabels, oneOf} from './filters.ts';
import {get} from './find.ts';

type Container = NonNullable<ServiceSpec['TaskTemplate']['ContainerSpec']>;

/** Secrets and configs differ in these only. */
type Kind = {
	readonly word: 'secret' | 'config';
	/** Bytes of data, of which there must be fewer. */
	readonly limit: number;
	readonly showsData: boolean;
	readonly table: (call: Call) => Table<Secret>;
	readonly idsIn: (spec: Container) => readonly (string | undefined)[];
};

type Spec = RawSecretAnswer['Spec'] & {readonly Templating?: object};

const nameOf = ({raw}: Secret) => raw.Spec.Name;

const shown = ({showsData}: Kind, {raw}: Secret) => {
	const {Data, ...spec} = raw.Spec;
	return {...raw, Spec: showsData ? {...spec, Data} : spec};
};

const routesFor = (kind: Kind) => {
	const named = (call: Call) => get(kind.word, kind.table(call).all, nameOf, call.name);

	const list = (call: Call): Reply => {
		const filters = filtersOf(call, ['id', 'label', 'name', 'names']);
		const matches = (item: Secret) =>
			oneOf(filters['id'], text => item.id.startsWith(text)) &&
			oneOf(filters['name'], text => nameOf(item).startsWith(text)) &&
			oneOf(filters['names'], text => nameOf(item) === text) &&
			hasLabels(filters['label'], item.raw.Spec.Labels);
		const items = [...kind.table(call).all.values()].filter(matches);
		return json(items.map(item => shown(kind, item)));
	};

	const create = (call: Call): Reply => {
		const given = bodyOf<Partial<Spec>>(call);
		const {Name = '', Labels, Data = ''} = given;
		if (!/^[a-zA-Z0-9](?:[\w.-]{0,62}[a-zA-Z0-9])?$/.test(Name)) {
			throw invalidArgument(
				'invalid name, only 64 [a-zA-Z0-9-_.] characters allowed, and the start and end character must be [a-zA-Z0-9]',
			);
		}
		const size = Buffer.from(Data, 'base64').length;
		if (size >= kind.limit || size === 0) {
			throw invalidArgument(`${kind.word} data must be larger than 0 and less than ${kind.limit} bytes`);
		}
		const table = kind.table(call);
		if (table.all.values().some(item => nameOf(item) === Name)) {
			throw alreadyExists(`${kind.word} ${Name} already exists`);
		}
		const meta = table.meta();
		table.add({id: meta.ID, json: undefined, raw: {...meta, Spec: {...given, Name, Labels: Labels ?? {}}}});
		return json({ID: meta.ID}, 201);
	};

	const update = (call: Call): Reply => {
		const item = named(call);
		const version = versionIn(call, kind.word);
		const {Name = '', Labels, Data} = bodyOf<Partial<Spec>>(call);
		if (version !== item.raw.Version.Index) {
			throw outOfSequence();
		}
		const isOther = Name !== nameOf(item) || (Data !== undefined && Data !== null && Data !== item.raw.Spec.Data);
		if (isOther) {
			throw invalidArgument('only updates to Labels are allowed');
		}
		kind.table(call).write(item, {Spec: {...item.raw.Spec, Labels: Labels ?? {}}});
		return empty();
	};

	const remove = (call: Call): Reply => {
		const item = named(call);
		const users = [...call.simulator.swarm.store.services.all.values()]
			.filter(({raw}) => kind.idsIn(raw.Spec.TaskTemplate.ContainerSpec ?? {}).includes(item.id))
			.map(({raw}) => raw.Spec.Name);
		if (users.length > 0) {
			const services = users.length === 1 ? 'service' : 'services';
			throw invalidArgument(
				`${kind.word} '${nameOf(item)}' is in use by the following ${services}: ${users.join(', ')}`,
			);
		}
		kind.table(call).remove(item);
		return empty(204);
	};

	return {list, create, update, remove, inspect: (call: Call): Reply => json(shown(kind, named(call)))};
};

export const secretRoutes = routesFor({
	word: 'secret',
	limit: 512_000,
	showsData: false,
	table: call => call.simulator.swarm.store.secrets,
	idsIn: ({Secrets = []}) => Secrets.map(({SecretID}) => SecretID),
});

export const configRoutes = routesFor({
	word: 'config',
	limit: 1_024_000,
	showsData: true,
	table: call => call.simulator.swarm.store.configs,
	idsIn: ({Configs = []}) => Configs.map(({ConfigID}) => ConfigID),
});
