import {compareStates} from '../swarm/task.ts';
import {end, nextStep, type Step, stop} from './container.ts';
import {isConnected, type Node, stateOf, type Task} from './objects.ts';
import type {Swarm} from './swarm.ts';
import {hasEnded, isActive} from './task-order.ts';

/** The dispatcher writes what agents report ten times a second, so what happens at once is seen at once. */
const untilReport = (now: number, wait: number) => (wait < 100 ? wait : Math.ceil((now + wait) / 100) * 100 - now);

/** From a new leader's first word to an agent's next report: it has to find it first. */
const reconnects = [300, 5000] as const;

const isHere = (task: Task) => task.raw.NodeID !== undefined && compareStates(stateOf(task), 'assigned') >= 0;

export const startAgents = (swarm: Swarm) => {
	const {store, timeline, random, leadership} = swarm;
	const underWay = new Map<Task, () => void>();

	const halt = (task: Task) => {
		underWay.get(task)?.();
		underWay.delete(task);
	};

	/** At once, or when there is a leader to hear it. */
	const report = (run: () => void): void =>
		leadership.hasLeader()
			? run()
			: leadership.whenLed(() => void timeline.after(random.between(...reconnects), () => report(run)));

	const proceed = (task: Task) => {
		halt(task);
		const node = store.nodes.all.get(task.raw.NodeID ?? '');
		if (!isHere(task) || hasEnded(task) || node === undefined || !isConnected(node)) {
			return;
		}
		const step = nextStep(swarm, task);
		if (step && !isActive(task)) {
			task.stoppedAt = timeline.now();
		}
		if (step) {
			const wait = untilReport(timeline.now(), random.between(...step.after));
			const off = timeline.after(wait, () => report(() => finish(task, step)));
			underWay.set(task, off);
		}
	};

	const finish = (task: Task, step: Step) => {
		if (store.tasks.all.has(task.id) && !hasEnded(task)) {
			step.run();
		}
	};

	store.watch(change => {
		if (change.kind !== 'task') {
			return;
		}
		if (change.action === 'remove') {
			halt(change.item);
		} else if (change.action === 'create' || isNews(change.item, change.before)) {
			proceed(change.item);
		}
	});

	return {
		/** The node can't be heard any more: nothing goes on there, as far as anyone can tell. */
		lose: (node: Node) => store.index.onNode(node.id).forEach(halt),
		/** It is back. A machine that was off has lost its containers; one that was cut off now hears what is wanted. */
		regain(node: Node, wasOff: boolean) {
			for (const task of store.index.onNode(node.id).filter(found => isHere(found) && !hasEnded(found))) {
				if (wasOff && compareStates(stateOf(task), 'starting') >= 0) {
					report(() => (isActive(task) ? end(swarm, task, 137) : stop(swarm, task)));
				} else {
					proceed(task);
				}
			}
		},
	};
};

const isNews = ({raw}: Task, before: Task['raw']) =>
	raw.Status.State !== before.Status.State || raw.DesiredState !== before.DesiredState;
