import {guidedOperations} from '../../operations/guided/guided-operations.ts';
import type {Operation} from '../../operations/operation.ts';
import {operations} from '../../operations/operations.ts';
import {nameOf} from '../../operations/outcome.ts';
import type {Target} from '../../operations/target.ts';
import type {CommandContext} from '../context.ts';
import {openOperation} from '../dialogs/open-operation.ts';
import {topLayer} from '../state.ts';
import {clean} from '../text/clean.ts';
import type {Command} from './command.ts';
import {severalEngines} from './one-engine.ts';
import {silenceOf} from './silence.ts';
import {targetsOf} from './targets.ts';

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

	const several = severalEngines(operation, context.cluster.getState());

	if (several !== undefined) {
		return several;
	}

	const mixed = targets.find(target => operation.isFor?.(target) === false);

	if (mixed !== undefined) {
		return 'the marked rows need different operations';
	}

	const [reason] = targets.flatMap(target => {
		const why = operation.blockedBy(target, context.view.snapshot());
		// Of several, it says of which: that one can be left out.
		return why === undefined ? [] : [targets.length > 1 ? `${why} (${clean(nameOf(target))})` : why];
	});
	return reason;
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
