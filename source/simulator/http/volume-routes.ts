import type {Node} from '../objects.ts';
import {Refusal} from '../refusal.ts';
import {bodyOf, type Call, empty, json, type Reply} from './call.ts';

type Volume = {
	readonly CreatedAt: string;
	readonly Driver: string;
	readonly Labels: Readonly<Record<string, string>> | null;
	readonly Mountpoint: string;
	readonly Name: string;
	readonly Options: Readonly<Record<string, string>> | null;
	readonly Scope: 'local';
};

/** Each engine has its own. */
const volumes = new WeakMap<Node, Map<string, Volume>>();

const volumesOf = ({self}: Call): Map<string, Volume> => {
	const known = volumes.get(self) ?? new Map<string, Volume>();
	volumes.set(self, known);
	return known;
};

const orNull = (pairs: Volume['Labels'] | undefined) => (pairs && Object.keys(pairs).length > 0 ? pairs : null);

export const listVolumes = (call: Call): Reply => json({Volumes: [...volumesOf(call).values()], Warnings: null});

const volumeNamed = (call: Call): Volume => {
	const found = volumesOf(call).get(call.name);

	if (found === undefined) {
		const {name: version} = call.simulator.engine;
		throw new Refusal(404, version === '20.10' ? `get ${call.name}: no such volume` : `volume ${call.name} not found`);
	}

	return found;
};

export const inspectVolume = (call: Call): Reply => json(volumeNamed(call));

const refusalOf = (name: string, driver: string, options: Readonly<Record<string, string>>) => {
	const unknown = Object.keys(options).find(key => !['type', 'o', 'device', 'size'].includes(key));
	const missing = ['type', 'device'].find(key => options[key] === undefined);

	if (name.length < 2) {
		return [400, 'volume name is too short, names should be at least two alphanumeric characters'] as const;
	}

	if (!/^[a-zA-Z0-9][\w.-]+$/.test(name)) {
		const allowed = 'only "[a-zA-Z0-9][a-zA-Z0-9_.-]" are allowed';
		const way = 'If you intended to pass a host directory, use absolute path';
		return [400, `"${name}" includes invalid characters for a local volume name, ${allowed}. ${way}`] as const;
	}

	if (driver !== 'local') {
		return [404, `error looking up volume plugin ${driver}: plugin "${driver}" not found`] as const;
	}

	if (unknown !== undefined) {
		return [400, `invalid option: "${unknown}"`] as const;
	}

	return Object.keys(options).length > 0 && missing !== undefined
		? ([400, `missing required option: "${missing}"`] as const)
		: undefined;
};

/** A name that is there already answers what is there, whatever else was asked for. */
export const createVolume = (call: Call): Reply => {
	const {
		Name = '',
		Driver = 'local',
		DriverOpts,
		Labels,
	} = bodyOf<{
		readonly Name?: string;
		readonly Driver?: string;
		readonly DriverOpts?: Volume['Options'];
		readonly Labels?: Volume['Labels'];
	}>(call);
	const known = volumesOf(call);
	const [status, text] = refusalOf(Name, Driver, DriverOpts ?? {}) ?? [];

	if (status !== undefined) {
		throw new Refusal(status, `create ${Name}: ${text}`);
	}

	const volume = known.get(Name) ?? {
		CreatedAt: new Date(call.simulator.swarm.timeline.now()).toISOString().replace(/\.\d+Z$/, 'Z'),
		Driver,
		Labels: orNull(Labels),
		Mountpoint: `/var/lib/docker/volumes/${Name}/_data`,
		Name,
		Options: orNull(DriverOpts),
		Scope: 'local',
	};
	known.set(Name, volume);
	return json(volume, 201);
};

export const removeVolume = (call: Call): Reply => {
	volumesOf(call).delete(volumeNamed(call).Name);
	return empty(204);
};
