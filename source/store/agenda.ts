import type {Engine} from '../engine/engine.ts';
import type {ServiceId} from '../swarm/ids.ts';
import {tasksOnNode} from '../swarm/snapshot.ts';
import type {Task} from '../swarm/task.ts';
import type {Instant} from '../swarm/values.ts';
import type {Dirt} from './dirt.ts';
import type {Lane} from './lanes.ts';
import {isSameTask} from './merge.ts';
import {cadenceFor, type Desk, servicesOf, serviceWants, taskWants, type Wants, weightOf} from './pace.ts';
import type {Questions} from './questions.ts';

const never = Number.POSITIVE_INFINITY;
const rarely = 300_000;
/** All tasks are read without being asked for up to so many. */
const affordable = 5000;
/** Dirty services that nobody looks at are read so many at a time, and at so many bytes per second. */
const atOnce = 25;
const bulkRate = 250_000;
/** Tasks that nobody looks at are read again with what the budget leaves, at least this far apart. */
const fillEvery = 4800;
const fillLimit = 60_000;
const onNodeEvery = 1900;
const allTasksEvery = 6000;
const allTasksRate = 8000;

type AgendaOptions = {readonly desk: Desk; readonly engine: Engine; readonly questions: Questions};

/** All the questions that keep the store true, each with when it is due. */
export const agenda = (options: AgendaOptions): readonly Lane[] => [
	nodesLane(options),
	allServicesLane(options),
	someServicesLane(options),
	someTasksLane(options),
	allTasksLane(options),
	onNodeLane(options),
	networksLane(options),
	swarmLane(options),
];

/** What was dirty stays so when the answer doesn't come. */
const cleaning = async <Id>(dirt: Dirt<Id>, ids: readonly Id[], now: () => Instant, ask: () => Promise<unknown>) => {
	try {
		await ask();
	} catch (error) {
		dirt.mark(ids, now());
		throw error;
	}
};

const nodesLane = ({desk, questions}: AgendaOptions): Lane => {
	const {dirtyNodes, askedAt} = desk.ledger;
	return {
		dueAt: () => Math.min(dirtyNodes.dueAt(), askedAt.nodes + cadenceFor(desk).nodes),
		ask: signal => {
			askedAt.nodes = desk.now();
			return cleaning(dirtyNodes, dirtyNodes.take(), desk.now, () => questions.nodes(signal));
		},
	};
};

const networksLane = ({desk, questions}: AgendaOptions): Lane => {
	const {dirtyNetworks, askedAt} = desk.ledger;
	return {
		dueAt: () => Math.min(dirtyNetworks.dueAt(), askedAt.networks + rarely),
		ask: signal => {
			askedAt.networks = desk.now();
			return cleaning(dirtyNetworks, dirtyNetworks.take(), desk.now, () => questions.networks(signal));
		},
	};
};

const swarmLane = ({desk, questions}: AgendaOptions): Lane => ({
	dueAt: () => desk.ledger.askedAt.swarm + rarely,
	ask: signal => {
		desk.ledger.askedAt.swarm = desk.now();
		return questions.swarm(signal);
	},
});

const allServicesLane = ({desk, questions}: AgendaOptions): Lane => {
	const {dirtyLists, dirtyServices, askedAt, service} = desk.ledger;
	return {
		dueAt: () => Math.min(dirtyLists.dueAt(), askedAt.services + cadenceFor(desk).services),
		ask: signal => {
			askedAt.services = desk.now();
			for (const id of servicesOf(desk).keys()) {
				service.set(id, desk.now());
			}
			dirtyServices.take();
			return cleaning(dirtyLists, [...dirtyLists.take(), 'all' as const], desk.now, () =>
				questions.services(undefined, signal),
			);
		},
	};
};

/** When the first of what is wanted is due. */
const firstDue = (wants: Wants, askedAt: ReadonlyMap<ServiceId, Instant>) =>
	wants.entries().reduce((due, [id, every]) => Math.min(due, (askedAt.get(id) ?? -never) + every), never);

const dueOf = (wants: Wants, askedAt: ReadonlyMap<ServiceId, Instant>, now: Instant) =>
	[...wants].filter(([id, every]) => (askedAt.get(id) ?? -never) + every <= now).map(([id]) => id);

const someServicesLane = ({desk, questions}: AgendaOptions): Lane => {
	const {dirtyServices, service} = desk.ledger;
	return {
		dueAt: () => Math.min(dirtyServices.dueAt(), firstDue(serviceWants(desk, cadenceFor(desk)), service)),
		ask: signal => {
			const now = desk.now();
			const dirty = dirtyServices.dueAt() <= now ? dirtyServices.take() : [];
			const ids = [...new Set([...dirty, ...dueOf(serviceWants(desk, cadenceFor(desk)), service, now)])];
			for (const id of ids) {
				service.set(id, now);
			}
			return cleaning(dirtyServices, dirty, desk.now, () => questions.services(ids, signal));
		},
	};
};

const someTasksLane = ({desk, questions}: AgendaOptions): Lane => {
	const {ledger, now} = desk;
	const canFill = () => ledger.hasAllTasks && cadenceFor(desk).spare > 0;
	return {
		dueAt: () => {
			const wanted = firstDue(taskWants(desk, cadenceFor(desk)), ledger.tasks);
			const fill = canFill() ? ledger.askedAt.someTasks + fillEvery : never;
			return Math.max(ledger.tasksNotBefore, Math.min(wanted, fill, ledger.dirtyTasks.dueAt()));
		},
		ask: async signal => {
			const known = servicesOf(desk);
			const dirty = ledger.dirtyTasks.take(atOnce).filter(id => known.has(id) && isFollowed(desk, id));
			const wanted = [...dueOf(taskWants(desk, cadenceFor(desk)), ledger.tasks, now()), ...dirty];
			const ids = [...new Set([...wanted, ...(canFill() ? oldest(desk) : [])])];
			ledger.askedAt.someTasks = now();
			for (const id of ids) {
				ledger.tasks.set(id, now());
			}
			if (ids.length === 0) {
				return;
			}
			const askedAt = now();
			await cleaning(ledger.dirtyTasks, dirty, now, async () => {
				ledger.tasksNotBefore = askedAt + ((await questions.tasks(ids, signal)) / bulkRate) * 1000;
			});
		},
	};
};

/** Tasks are kept up to date once they were read, or while somebody looks. */
const isFollowed = ({draft, ledger, interest}: Desk, id: ServiceId) => {
	const {visible, tasksOf, underWay} = interest();
	return (
		ledger.hasAllTasks || draft.snapshot().tasks.has(id) || [visible, tasksOf, underWay].some(ids => ids.includes(id))
	);
};

/** The services whose tasks were read longest ago, as many as the budget has room for. */
const oldest = (desk: Desk): readonly ServiceId[] => {
	const {ledger, now} = desk;
	const since = Math.min(now() - ledger.askedAt.someTasks, 10_000);
	let room = Math.min(fillLimit, (cadenceFor(desk).spare * since) / 1000);
	const age = (id: ServiceId) => now() - Math.max(ledger.tasks.get(id) ?? 0, ledger.askedAt.allTasks);
	const byAge = [...servicesOf(desk).keys()].filter(id => age(id) >= 3000).sort((a, b) => age(b) - age(a));
	return byAge.slice(0, atOnce).filter(id => {
		room -= weightOf(desk, [id]);
		return room >= 0;
	});
};

const allTasksLane = ({desk, questions}: AgendaOptions): Lane => {
	const {ledger, interest, now} = desk;
	const every = () => Math.max(allTasksEvery, (weightOf(desk, servicesOf(desk).keys()) / allTasksRate) * 1000);
	const desired = () =>
		servicesOf(desk)
			.values()
			.reduce((sum, {serverCounts}) => sum + (serverCounts?.desired ?? 1), 0);
	return {
		dueAt: () => {
			if (!ledger.hasAllTasks && (interest().allTasks || desired() <= affordable)) {
				return -never;
			}
			return interest().allTasks ? ledger.askedAt.allTasks + every() : never;
		},
		ask: async signal => {
			ledger.askedAt.allTasks = now();
			await cleaning(ledger.dirtyTasks, ledger.dirtyTasks.take(), now, () => questions.allTasks(signal));
			ledger.hasAllTasks = true;
		},
	};
};

/** The tasks on one node tell which services have to be read: a snapshot holds whole services only. */
const onNodeLane = ({desk, engine}: AgendaOptions): Lane => {
	const {ledger, interest, draft, now} = desk;
	const every = () => (interest().tasksOf.length === 0 ? onNodeEvery : 3 * onNodeEvery);
	return {
		dueAt: () => (interest().tasksOn === undefined ? never : ledger.askedAt.onNode + every()),
		ask: async signal => {
			ledger.askedAt.onNode = now();
			const node = interest().tasksOn;
			if (node === undefined) {
				return;
			}
			const {items} = await engine.tasks({node}, signal);
			const known = new Map(tasksOnNode(draft.snapshot(), node).map(task => [task.id, task]));
			ledger.dirtyTasks.mark(differing(items, known), now());
		},
	};
};

const differing = (tasks: readonly Task[], known: ReadonlyMap<Task['id'], Task>) => {
	const present = new Set(tasks.map(({id}) => id));
	const news = tasks.filter(task => {
		const before = known.get(task.id);
		return before === undefined || !isSameTask(before, task);
	});
	const gone = known.values().filter(({id}) => !present.has(id));
	return new Set([...news, ...gone].flatMap(({serviceId}) => serviceId ?? []));
};
