import type {ServiceId} from '../swarm/ids.ts';
import {isRolling} from '../swarm/service.ts';
import {tasksOnNode} from '../swarm/snapshot.ts';
import type {Task} from '../swarm/task.ts';
import {type Asking, cleaning, dueOf, firstDue, never} from './asking.ts';
import type {Lane} from './lanes.ts';
import {isSameTask} from './merge.ts';
import {cadenceFor, type Desk, servicesOf, taskWants, watchedRate, weightOf} from './pace.ts';

/** All tasks are read without being asked for up to so many. */
const affordable = 5000;
/** Dirty services that nobody looks at are read so many at a time, and at so many bytes per second. */
const atOnce = 25;
const bulkRate = 250_000;
/** Tasks that nobody looks at are read again with what the budget leaves, at most so far apart. */
const fillEvery = {all: 2400, otherwise: 4800};
const fillLimit = 60_000;

export const someTasksLane = ({desk, questions}: Asking): Lane => {
	const {ledger, now} = desk;
	const canFill = () => ledger.hasAllTasks && cadenceFor(desk).spare > 0;
	return {
		isWatched: () => {
			const {watched} = desk.interest();
			const service = watched && servicesOf(desk).get(watched);
			return service !== undefined && isRolling(service);
		},
		dueAt: () => {
			const wanted = firstDue(taskWants(desk, cadenceFor(desk)), ledger.tasks);
			const every = desk.interest().allTasks ? fillEvery.all : fillEvery.otherwise;
			const fill = canFill() ? ledger.askedAt.someTasks + every : never;
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
				const rate = ids.every(id => id === desk.interest().watched) ? watchedRate : bulkRate;
				ledger.tasksNotBefore = askedAt + ((await questions.tasks(ids, signal)) / rate) * 1000;
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

/** All at once only at first; later the oldest are read again a few at a time. */
export const allTasksLane = ({desk, questions}: Asking): Lane => {
	const {ledger, interest, now} = desk;
	const desired = () =>
		servicesOf(desk)
			.values()
			.reduce((sum, {serverCounts}) => sum + (serverCounts?.desired ?? 1), 0);
	return {
		dueAt: () => {
			const isWanted = !ledger.hasAllTasks && (interest().allTasks || desired() <= affordable);
			return isWanted ? -never : never;
		},
		ask: async signal => {
			ledger.askedAt.allTasks = now();
			await cleaning(ledger.dirtyTasks, ledger.dirtyTasks.take(), now, () => questions.allTasks(signal));
			ledger.hasAllTasks = true;
		},
	};
};

/** The tasks on one node tell which services have to be read: a snapshot holds whole services only. */
export const onNodeLane = ({desk, engine}: Asking): Lane => {
	const {ledger, interest, draft, now} = desk;
	return {
		dueAt: () => (interest().tasksOn === undefined ? never : ledger.askedAt.onNode + cadenceFor(desk).onNode),
		ask: async signal => {
			ledger.askedAt.onNode = now();
			const node = interest().tasksOn;
			if (node === undefined) {
				return;
			}
			const {items, bytes} = await engine.tasks({node}, signal);
			ledger.onNodeBytes = bytes;
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
