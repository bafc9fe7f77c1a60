import {guidedOperations} from '../../operations/guided/guided-operations.ts';
import type {Operation} from '../../operations/operation.ts';
import {operations} from '../../operations/operations.ts';
import type {Target} from '../../operations/target.ts';
import {seenIn} from '../../operations/targets.ts';
import type {ClusterState, Connection} from '../../store/cluster.ts';
import {type NodeId, nodeId, type ServiceId, serviceId} from '../../swarm/ids.ts';
import type {CommandContext} from '../context.ts';
import {openOperation} from '../dialogs/open-operation.ts';
import {openCockpit, topLayer} from '../state.ts';
import type {Command} from './command.ts';
import {shelfServiceIds, shelfTarget} from './shelf-target.ts';

/** One key can hold several operations: which one is meant depends on the row (promote or demote; node or service). */
export function operationCommand(title: string, hint: string, ...candidates: readonly Operation[]): Command {
	return {
		title,
		hint,
		changes: true,
		blockedBy(context) {
			const choice = choose(context, candidates);
			return typeof choice === 'string' ? choice : blocked(context, choice);
		},
		run(context) {
			const choice = choose(context, candidates);

			if (typeof choice !== 'string') {
				void openOperation(context, choice.operation, choice.targets);
			}
		},
	};
}

type Choice = {readonly operation: Operation; readonly targets: readonly Target[]};

/** What the operations that a key holds would act on here; or why there is nothing. */
export function choose(context: CommandContext, candidates: readonly Operation[]): Choice | string {
	const kinds = [...new Set(candidates.map(({on}) => on))];

	for (const kind of kinds) {
		const targets = targetsOf(context, kind);
		const first = targets[0];
		const operation = first && candidates.find(({on, isFor}) => on === kind && (isFor?.(first) ?? true));

		if (operation !== undefined) {
			return {operation, targets};
		}
	}

	if (['shelf', 'guide'].includes(topLayer(context.ui.getState())?.kind ?? '')) {
		return 'nothing here can be changed';
	}

	if (kinds.includes('swarm') || kinds.includes('engine')) {
		return 'nothing is known of it yet';
	}

	return kinds.length > 1
		? 'choose a node or a service first'
		: `choose a ${kinds[0]} first (key ${kinds[0] === 'node' ? 2 : 1})`;
}

function blocked(context: CommandContext, {operation, targets}: Choice) {
	const silence = silenceOf(context.cluster.getState().connection);

	// What is done to the engine itself is its own to say: it is there before a swarm is, and while that is locked.
	if (silence !== undefined && operation.on !== 'engine') {
		return silence;
	}

	const mixed = targets.find(target => operation.isFor?.(target) === false);

	if (mixed !== undefined) {
		return 'the marked rows need different operations';
	}

	const reasons = targets.map(target => operation.blockedBy(target, context.view.snapshot()));
	return reasons.find(reason => reason !== undefined);
}

/** Why nothing can be changed at all. */
export function silenceOf(connection: Connection) {
	switch (connection.kind) {
		case 'live':
			return undefined;
		case 'electing':
			return 'no leader at the moment';
		case 'no-quorum':
			return 'the managers have no quorum';
		default:
			return 'no answer from the swarm at the moment';
	}
}

/** Marked rows act together; else the row under the cursor, or what the pane's title names. */
function targetsOf(context: CommandContext, kind: Target['kind']): readonly Target[] {
	if (kind === 'swarm' || kind === 'engine') {
		return wholeTarget(context, kind);
	}

	if (topLayer(context.ui.getState())?.kind === 'shelf') {
		return kind === 'service'
			? shelfServiceIds(context).flatMap(id => serviceTarget(context, id))
			: shelfTarget(context, kind);
	}

	if (topLayer(context.ui.getState())?.kind === 'guide') {
		return leftTarget(context, kind);
	}

	if (kind === 'node') {
		return nodeIds(context).flatMap(id => nodeTarget(context, id));
	}

	return kind === 'service' ? serviceIds(context).flatMap(id => serviceTarget(context, id)) : [];
}

/** On the page of what was done step by step: what that left without a use. */
function leftTarget({guides, view}: CommandContext, kind: Target['kind']): readonly Target[] {
	const left = guides.left();
	const saw = left && seenIn(view.snapshot(), left.kind).get(left.id);
	return left === undefined || saw === undefined || left.kind !== kind ? [] : [{kind, id: left.id, saw} as Target];
}

/** What there is one of: the swarm, and the engine that skep talks to. */
export function wholeTarget({cluster, resources}: CommandContext, kind: 'swarm' | 'engine'): readonly Target[] {
	const {snapshot, info, connection} = cluster.getState();

	if (kind === 'engine') {
		const {engine, addresses = []} = resources;
		return info === undefined ? [] : [{kind, id: engine.place().address, saw: heard(info, connection), addresses}];
	}

	return snapshot.swarm === undefined ? [] : [{kind, id: snapshot.swarm.id, saw: snapshot.swarm}];
}

/** What an engine says of itself is asked less often than it is heard in other answers; while it is silent, it may be otherwise by now. */
function heard(info: NonNullable<ClusterState['info']>, {kind}: Connection): NonNullable<ClusterState['info']> {
	switch (kind) {
		case 'live':
			return info;
		case 'locked':
			return {...info, swarmState: 'locked'};
		case 'not-in-a-swarm':
			return {...info, swarmState: 'inactive', isManager: false, nodeId: undefined};
		case 'not-a-manager':
			return {...info, isManager: false};
		default:
			return info.swarmState === 'active' ? {...info, swarmState: 'error'} : info;
	}
}

function nodeIds({ui, view}: CommandContext): readonly NodeId[] {
	const {focus, lists} = ui.getState();

	if (openCockpit(ui.getState()) !== undefined) {
		return [];
	}

	if (focus === 'nodes') {
		return lists.nodes.marked.size > 0
			? [...lists.nodes.marked].map(nodeId)
			: idsOf(view.selected('nodes')).map(nodeId);
	}

	const subject = focus === 'needs' ? view.selected('needs')?.subject : undefined;
	return subject?.kind === 'node' ? [subject.id] : [];
}

function serviceIds({ui, view}: CommandContext): readonly ServiceId[] {
	const {focus, lists} = ui.getState();
	const cockpit = openCockpit(ui.getState());

	if (cockpit !== undefined) {
		return [cockpit.serviceId];
	}

	if (focus === 'services') {
		return lists.services.marked.size > 0
			? [...lists.services.marked].map(serviceId)
			: idsOf(view.selected('services')).map(serviceId);
	}

	if (focus === 'needs') {
		const subject = view.selected('needs')?.subject;
		return subject?.kind === 'service' ? [subject.id] : [];
	}

	const subject = view.subject();
	return focus !== 'nodes' && subject?.kind === 'service' ? [subject.id] : [];
}

const idsOf = (row: {readonly id: string} | undefined) => (row === undefined ? [] : [row.id]);

function nodeTarget({view}: CommandContext, id: NodeId): readonly Target[] {
	const saw = view.nodeOf(id);
	return saw === undefined ? [] : [{kind: 'node', id, saw}];
}

function serviceTarget({view, history}: CommandContext, id: ServiceId): readonly Target[] {
	const saw = view.serviceOf(id);
	return saw === undefined ? [] : [{kind: 'service', id, saw, history: history.of(id)}];
}

export const operationCommands = {
	drainNode: operationCommand('Drain node', 'drain', operations.drainNode),
	pauseNode: operationCommand('Pause node', 'pause', operations.pauseNode),
	activateNode: operationCommand('Activate node', 'activate', operations.activateNode),
	changeRole: operationCommand('Promote or demote node', 'role', operations.promoteNode, operations.demoteNode),
	changeLabels: operationCommand('Change labels', 'labels', operations.labelNode, operations.labelService),
	scaleService: operationCommand('Scale service', 'scale', operations.scaleService),
	updateImage: operationCommand('Update image, or how it is updated', 'update', operations.updateImage),
	resumeUpdate: operationCommand('Resume paused update', 'resume', operations.resumeUpdate),
	restartService: operationCommand('Restart service', 'restart', operations.restartService),
	rollBackService: operationCommand('Roll back service', 'roll back', operations.rollBackService),
	changeNeeds: operationCommand('Change constraints, reservations or limits', 'needs', operations.changeNeeds),
	remove: operationCommand(
		'Remove what is selected',
		'remove',
		guidedOperations.removeSafely,
		operations.removeNode,
		operations.removeService,
		operations.removeNetwork,
		operations.removeSecret,
		operations.removeConfig,
		operations.removeStack,
		operations.removeVolume,
	),
	drainGently: operationCommand(
		'Drain node gently: room elsewhere first',
		'drain gently',
		guidedOperations.gentleDrain,
	),
	replaceTwin: operationCommand(
		'Replace the old entry of a node that came back under a new id',
		'replace',
		guidedOperations.replaceTwin,
	),
} as const satisfies Record<string, Command>;
