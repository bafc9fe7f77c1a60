import type {Node, Service} from './objects.ts';
import {modeOfSpec} from './service-mode.ts';
import type {Change} from './store.ts';
import type {Swarm} from './swarm.ts';

type Attributes = Readonly<Record<string, string>>;

export type SwarmEvent = {
	readonly type: string;
	readonly action: string;
	readonly id: string;
	readonly attributes: Attributes;
	/** Milliseconds since 1970. */
	readonly at: number;
	readonly json: string;
};

export type Events = {
	/** Calls back for every event until the function it answers is called. */
	readonly listen: (listener: (event: SwarmEvent) => void) => () => void;
	/** The last ones: the engine keeps 256. */
	readonly recent: () => readonly SwarmEvent[];
};

const kept = 256;

const change = (name: string, before: string | undefined, after: string | undefined): Attributes => {
	if (before === after || after === undefined) {
		return {};
	}
	return {...(before === undefined ? {} : {[`${name}.old`]: before}), [`${name}.new`]: after};
};

const serviceChanges = (before: Service['raw'], after: Service['raw']): Attributes => {
	const isReplicated = modeOfSpec(after.Spec) === 'replicated';
	const replicas = ({Spec}: Service['raw']) =>
		isReplicated ? String(Spec.Mode?.Replicated?.Replicas ?? 1) : undefined;
	const image = ({Spec}: Service['raw']) => Spec.TaskTemplate.ContainerSpec?.Image;
	return {
		...change('image', image(before), image(after)),
		...change('replicas', replicas(before), replicas(after)),
		...change('updatestate', before.UpdateStatus?.State, after.UpdateStatus?.State),
	};
};

const nodeChanges = (before: Node['raw'], after: Node['raw']): Attributes => ({
	...change('availability', before.Spec.Availability, after.Spec.Availability),
	...change('role', before.Spec.Role, after.Spec.Role),
	...change('state', before.Status.State, after.Status.State),
});

const attributesOf = (seen: Change): Attributes => {
	switch (seen.kind) {
		case 'task':
			return {};
		case 'network':
			return {name: seen.item.raw.Name};
		case 'node':
			return {
				name: seen.action === 'create' ? '' : seen.item.raw.Description.Hostname,
				...(seen.action === 'update' ? nodeChanges(seen.before, seen.item.raw) : {}),
			};
		case 'service':
			return {
				name: seen.item.raw.Spec.Name ?? '',
				...(seen.action === 'update' ? serviceChanges(seen.before, seen.item.raw) : {}),
			};
		default:
			return {name: seen.item.raw.Spec.Name};
	}
};

/** `timeNano` is beyond what a JavaScript number holds: it is written, not computed. */
const jsonOf = (event: Omit<SwarmEvent, 'json'>, nanoseconds: number) => {
	const {type, action, id, attributes, at} = event;
	const Attributes = Object.fromEntries(Object.entries(attributes).sort(([one], [other]) => (one < other ? -1 : 1)));
	const head = JSON.stringify({Type: type, Action: action, Actor: {ID: id, Attributes}, scope: 'swarm'});
	const nano = `${Math.floor(at)}${String(nanoseconds % 1_000_000).padStart(6, '0')}`;
	return `${head.slice(0, -1)},"time":${Math.floor(at / 1000)},"timeNano":${nano}}\n`;
};

/** What `GET /events` tells of a swarm: nodes, services, networks, secrets and configs, but never tasks. */
export const startEvents = (swarm: Swarm): Events => {
	const listeners = new Set<(event: SwarmEvent) => void>();
	const recent: SwarmEvent[] = [];

	swarm.store.watch(seen => {
		if (seen.kind === 'task') {
			return;
		}
		const event = {
			type: seen.kind,
			action: seen.action,
			id: seen.item.id,
			attributes: attributesOf(seen),
			at: swarm.timeline.now(),
		};
		const told = {...event, json: jsonOf(event, swarm.store.log.last() * 7919)};
		recent.push(told);
		if (recent.length > kept) {
			recent.shift();
		}
		for (const listener of listeners) {
			listener(told);
		}
	});

	return {
		listen(listener) {
			listeners.add(listener);
			return () => void listeners.delete(listener);
		},
		recent: () => recent,
	};
};
