import type {Nodes} from '../living.ts';
import type {Service} from '../service.ts';
import {groupBySlot, isByNode} from '../slot-groups.ts';
import type {Snapshot} from '../snapshot.ts';
import type {Task} from '../task.ts';
import {outdatedBy, type Revision, replaceable, replacedBy} from './revision.ts';
import {blurred, isHalfway, removedBy} from './scale.ts';
import type {Ended, Share, Told} from './share.ts';
import {stopsOf} from './stops.ts';
import {updateShare} from './update.ts';
import {isMeant} from './waiting-tasks.ts';

/** A service that is there gets another spec, or the same once more. */
export type Rewrite = {
	readonly kind: 'change';
	readonly before: Service;
	/** As it is asked for; references in its spec may be names, where the swarm has ids. */
	readonly wanted: Service;
	/** Of the tasks: all, those that no longer fit their node, those not made from what is wanted, or none. */
	readonly replaced: 'all' | 'misfits' | 'unlike' | 'none';
	/** By the engine's own rollback, which goes by the settings for that. */
	readonly isRollback?: boolean;
};

export type Scene = {readonly snapshot: Snapshot; readonly nodes: Nodes};

export const tasksOf = ({snapshot}: Scene, {id}: Service) => (snapshot.tasks.get(id)?.items ?? []).filter(isMeant);

export const replicasOf = ({mode}: Service) => (mode.kind === 'replicated' ? mode.replicas : 0);

/** As the scheduler will have it. */
const afterOf = ({before, wanted, replaced, isRollback}: Rewrite): Service => ({
	...before,
	...wanted,
	id: before.id,
	networks: before.networks,
	...(isRollback && {update: wanted.rollback}),
	template: {
		...(replaced === 'none' ? before.template : wanted.template),
		content: replaced === 'all' || replaced === 'unlike' ? wanted.template.content : before.template.content,
	},
});

/** A scale in the middle of a rollout: what comes of its own waiting tasks is nobody's guess. */
const vague = (told: Told, before: Service, after: Service, {snapshot, nodes}: Scene): Told => {
	const isScaled = before.mode.kind === 'replicated' && replicasOf(before) !== replicasOf(after);
	const isVague = isScaled && isHalfway(before, snapshot.tasks.get(before.id)?.items ?? [], nodes);
	return isVague
		? {...told, waiting: blurred(told.waiting, after, Math.max(replicasOf(before), replicasOf(after)))}
		: told;
};

/** A rollback begins slots anew that have given up; any other write leaves them (orchestrator/restart, UpdatableTasksInSlot). */
const missingSlots = ({before, wanted, isRollback}: Rewrite, tasks: readonly Task[]) => {
	const isAsked = isRollback && !isByNode(before) && replicasOf(wanted) >= replicasOf(before);
	return isAsked ? Math.max(0, replicasOf(before) - groupBySlot(before, tasks.filter(isMeant)).size) : 0;
};

const outdated = ({replaced, before}: Rewrite, after: Service, tasks: readonly Task[], nodes: Nodes) => {
	switch (replaced) {
		case 'all':
			return replaceable(after, tasks, nodes);
		case 'unlike':
			return outdatedBy(after, tasks, nodes);
		default:
			return replacedBy(before, after, tasks, nodes);
	}
};

/** `isLeast`: as if none of a service that is scaled down were left, since which go is partly chance. */
export const changedPart = (change: Rewrite, scene: Scene, isLeast: boolean) => {
	const {snapshot, nodes} = scene;
	const {before, isRollback = false} = change;
	const after = afterOf(change);
	const more = replicasOf(after) - replicasOf(before);
	const removed = more < 0 ? removedBy(snapshot, before, isLeast ? 0 : replicasOf(after)) : new Set<Task>();
	const tasks = (snapshot.tasks.get(before.id)?.items ?? []).filter(task => !removed.has(task));
	const old = outdated(change, after, tasks, nodes);
	const revision: Revision = {snapshot, nodes, before, after, tasks, old, isRollback};
	const share = updateShare(revision, Math.max(0, more) + missingSlots(change, tasks));
	const leaving = [...removed];
	const told = (end: Ended): Told => {
		const {fates, waiting} = vague(share.told(end), before, after, scene);
		const stops =
			leaving.length > 0 ? [stopsOf(before, leaving, {tasks: tasksOf(scene, before), nodes: scene.nodes})] : [];
		return {fates: [...fates, ...stops], waiting};
	};
	const all: Share = {...share, gone: [...share.gone, ...leaving], told};
	return {change, leaving, share: all};
};
