import {reconcileGlobal, reconcileGlobalJob} from './global.ts';
import {reconcileReplicatedJob} from './jobs.ts';
import {type Node, type Service, stateOf, type Task} from './objects.ts';
import {reconcileReplicated} from './replicated.ts';
import {createRestarts} from './restarts.ts';
import {isPerNode, modeOf} from './service-mode.ts';
import type {Change} from './store.ts';
import {type Swarm, soon} from './swarm.ts';
import {hasEnded, isActive} from './task-order.ts';
import {setDesired} from './tasks.ts';
import {createUpdater} from './updater.ts';

/** Not a place for replicas any more (orchestrator/task.go, InvalidNode). */
const isInvalid = (node: Node | undefined) =>
	node === undefined || node.raw.Status.State === 'down' || node.raw.Spec.Availability === 'drain';

/** Keeps services as their specs say: the replicated, global and job orchestrators in one. */
export const startOrchestrator = (swarm: Swarm) => {
	const {store} = swarm;
	const restarts = createRestarts(swarm);
	const updater = createUpdater(swarm, restarts);
	const services = new Set<Service>();
	const tasks = new Set<Task>();

	const reconcile = (service: Service) => {
		switch (modeOf(service)) {
			case 'global':
				return reconcileGlobal(swarm, updater, service);
			case 'replicated-job':
				return reconcileReplicatedJob(swarm, service);
			case 'global-job':
				return reconcileGlobalJob(swarm, service);
			default:
				return reconcileReplicated(swarm, updater, service);
		}
	};

	const restartOrLeave = (task: Task) => {
		const service = store.services.all.get(task.serviceId);
		const node = store.nodes.all.get(task.raw.NodeID ?? '');
		if (service === undefined || !store.tasks.all.has(task.id) || !isActive(task)) {
			return;
		}
		const isJobDone = stateOf(task) === 'complete' && modeOf(service).endsWith('job');
		const isGone = task.raw.NodeID !== undefined && isInvalid(node);
		if ((hasEnded(task) && !isJobDone) || (isGone && !isPerNode(service))) {
			restarts.restart(service, task);
		}
	};

	const tick = soon(
		swarm,
		() => swarm.random.between(1, 4),
		() => {
			for (const task of tasks) {
				tasks.delete(task);
				restartOrLeave(task);
			}
			for (const service of services) {
				services.delete(service);
				if (store.services.all.has(service.id)) {
					reconcile(service);
				}
			}
		},
	);

	const dirty = (service: Service | undefined) => {
		if (service) {
			services.add(service);
			tick();
		}
	};

	const taskChanged = (task: Task) => {
		updater.taskChanged(task);
		const service = store.services.all.get(task.serviceId);
		if (hasEnded(task) && isActive(task) && service) {
			tasks.add(task);
			tick();
		}
		// What failed is up to its restart policy alone: a job that gave up isn't looked at again.
		if (stateOf(task) === 'complete' && service && modeOf(service) === 'replicated-job') {
			dirty(service);
		}
	};

	const nodeChanged = (node: Node, isRemoved: boolean) => {
		if (isRemoved || isInvalid(node)) {
			for (const task of store.index.onNode(node.id)) {
				tasks.add(task);
			}
		}
		for (const service of store.services.all.values().filter(isPerNode)) {
			services.add(service);
		}
		tick();
	};

	const serviceRemoved = (service: Service) => {
		for (const task of store.index.ofService(service.id)) {
			setDesired(swarm, task, 'remove');
		}
	};

	store.watch(change => {
		if (change.kind === 'task' && change.action === 'update') {
			taskChanged(change.item);
		} else if (change.kind === 'task' && change.action === 'remove' && isActive(change.item)) {
			dirty(store.services.all.get(change.item.serviceId));
		} else if (change.kind === 'service') {
			if (change.action === 'remove') {
				serviceRemoved(change.item);
			} else if (change.action === 'create' || isReason(change)) {
				dirty(change.item);
			}
		} else if (change.kind === 'node' && (change.action !== 'update' || isMove(change))) {
			nodeChanged(change.item, change.action === 'remove');
		}
	});

	return {
		/** A new leader looks at everything anew. */
		takeOver() {
			updater.forget();
			restarts.forget();
			for (const service of store.services.all.values()) {
				services.add(service);
			}
			for (const task of store.tasks.all.values().filter(found => hasEnded(found) && isActive(found))) {
				tasks.add(task);
			}
			tick();
		},
	};
};

/** A spec, or the status that a client reset: what the updater writes about itself is no reason to look again. */
const isReason = ({item, before}: Extract<Change, {kind: 'service'; action: 'update'}>) =>
	item.raw.Spec !== before.Spec || item.raw.JobStatus !== before.JobStatus;

const isMove = ({item, before}: Extract<Change, {kind: 'node'; action: 'update'}>) =>
	item.raw.Spec !== before.Spec || item.raw.Status.State !== before.Status.State;
