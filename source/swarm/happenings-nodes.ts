import type {Happening, Looks} from './happenings.ts';
import type {Availability, Node} from './node.ts';
import {hasEnded} from './task.ts';
import type {Labels} from './values.ts';
import {plural} from './wording.ts';

type Told = Pick<Happening, 'urgency' | 'words'> & {readonly isDated?: boolean; readonly details?: readonly string[]};

const roleOf = ({role}: Node) => (role === 'manager' ? 'a manager' : 'a worker');

const availabilities: Readonly<Record<Availability, Told>> = {
	drain: {urgency: 'look', words: 'drained: its tasks move'},
	pause: {urgency: 'look', words: 'paused: no new tasks'},
	active: {urgency: 'none', words: 'active again'},
};

/** Tasks that hadn't ended when it was heard last; empty while not all tasks are known. */
const heldWords = (node: Node, {after: {tasks, services}}: Looks) => {
	if (services === undefined || !services.keys().every(id => tasks.has(id))) {
		return '';
	}

	const held = tasks
		.values()
		.flatMap(({items}) => items.values().filter(task => task.nodeId === node.id && !hasEnded(task)))
		.toArray().length;
	return held === 0 ? '' : `, with ${plural(held, 'task')}`;
};

const stateNews = (before: Node, after: Node, looks: Looks): readonly Told[] => {
	if (before.state === after.state || after.state === 'unknown') {
		return [];
	}

	if (after.state === 'ready') {
		return [{urgency: 'none', words: before.state === 'unknown' ? 'ready' : 'ready again'}];
	}

	const why = after.stateMessage ? `: ${after.stateMessage}` : '';
	return [{urgency: 'act', words: `${after.state}${heldWords(after, looks)}${why}`}];
};

const roleNews = (before: Node, after: Node): readonly Told[] => {
	const asked: readonly Told[] =
		before.role === after.role
			? []
			: [{urgency: 'moving', words: after.role === 'manager' ? 'promoted to manager' : 'demoted to worker'}];
	const [was, is] = [before.manager !== undefined, after.manager !== undefined];
	const done: readonly Told[] =
		was === is ? [] : [{urgency: 'none', words: is ? 'a manager now' : 'no manager any more', isDated: false}];
	return [...asked, ...done];
};

const managerNews = (before: Node, after: Node): readonly Told[] => {
	const [was, is] = [before.manager, after.manager];

	if (was === undefined || is === undefined) {
		return [];
	}

	const hasTurned = (was.reachability === 'unreachable') !== (is.reachability === 'unreachable');
	const isLost = is.reachability === 'unreachable';
	return [
		...(hasTurned
			? [
					{
						urgency: isLost ? 'act' : 'none',
						words: isLost ? 'unreachable as a manager' : 'reachable again',
						isDated: false,
					} as const,
				]
			: []),
		...(!was.isLeader && is.isLeader
			? [{urgency: 'look', words: 'leads the managers now', isDated: false} as const]
			: []),
	];
};

/** `+ disk=ssd`, `- zone`, `zone=b`: added, gone and changed ones. */
const labelChanges = (before: Labels, after: Labels): readonly string[] => {
	const named = (key: string) => (after[key] === '' ? key : `${key}=${after[key]}`);
	const added = Object.keys(after).filter(key => !Object.hasOwn(before, key));
	const gone = Object.keys(before).filter(key => !Object.hasOwn(after, key));
	const changed = Object.keys(after).filter(key => Object.hasOwn(before, key) && before[key] !== after[key]);
	return [...added.map(key => `+ ${named(key)}`), ...gone.map(key => `- ${key}`), ...changed.map(named)];
};

const plainNews = (before: Node, after: Node): readonly Told[] => {
	const labels = labelChanges(before.labels, after.labels);
	const [was, is] = [before.engineVersion, after.engineVersion];
	const isOtherEngine = was !== undefined && is !== undefined && was !== is;
	return [
		...(before.availability === after.availability ? [] : [availabilities[after.availability]]),
		...(labels.length === 0 ? [] : [{urgency: 'none', words: `labels: ${labels.join(', ')}`} as const]),
		...(isOtherEngine ? [{urgency: 'none', words: `engine ${was} -> ${is}`} as const] : []),
	];
};

const changes = (before: Node, after: Node, looks: Looks): readonly Told[] => [
	...stateNews(before, after, looks),
	...roleNews(before, after),
	...managerNews(before, after),
	...plainNews(before, after),
];

const happened = (node: Node, {now}: Looks, isDated: boolean, {urgency, words, details = []}: Told): Happening => ({
	kind: 'node',
	at: isDated ? node.updatedAt : now,
	seenAt: now,
	by: isDated ? 'engine' : 'seen',
	urgency,
	name: node.hostname,
	about: {kind: 'node', id: node.id},
	words,
	details,
});

const joined = (node: Node, looks: Looks): Happening => {
	const twin = looks.before.nodes?.values().find(({hostname, id}) => hostname === node.hostname && id !== node.id);
	const words =
		twin === undefined
			? `joined as ${roleOf(node)}`
			: `came back under a new id, as ${roleOf(node)}; its old entry is ${twin.state}`;
	const urgency = twin === undefined ? 'none' : 'look';
	return happened({...node, updatedAt: node.createdAt}, looks, true, {urgency, words});
};

/** Nodes that came, went, or are no longer what they were. */
export const nodeHappenings = (looks: Looks): readonly Happening[] => {
	const [before, after] = [looks.before.nodes, looks.after.nodes];

	if (before === undefined || after === undefined || before === after) {
		return [];
	}

	const gone = [...before.values()].filter(({id}) => !after.has(id));
	const there = [...after.values()].flatMap(node => {
		const known = before.get(node.id);

		if (known === node) {
			return [];
		}

		// What its managers make of it is no write of the node itself: the engine keeps no time of that.
		const isWritten = known?.version !== node.version;
		return known === undefined
			? [joined(node, looks)]
			: changes(known, node, looks).map(told => happened(node, looks, isWritten && told.isDated !== false, told));
	});
	return [
		...there,
		...gone.map(node => happened(node, looks, false, {urgency: 'look', words: 'removed from the swarm'})),
	];
};
