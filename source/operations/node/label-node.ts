import {labelForesight, withLabels} from '../../swarm/foresight/node-foresight.ts';
import type {Node} from '../../swarm/node.ts';
import {nodeOf, type Snapshot} from '../../swarm/snapshot.ts';
import {
	editedKeys,
	hasLabels,
	type LabelEdits,
	labelEffects,
	labelFields,
	labelFlags,
	labelsAboutToChange,
	parseLabelForm,
} from '../edit-labels.ts';
import type {NodeOperation} from '../operation.ts';
import {docker, nodeArgument} from '../shell.ts';
import {nodeName, nodeNow} from '../targets.ts';
import {agree, listed} from '../words.ts';
import {evictionPlan, evictions} from './evicted.ts';

export const labelNode: NodeOperation<LabelEdits> = {
	on: 'node',
	id: 'labelNode',
	title: 'Change labels of node',
	verb: 'labels',
	doing: 'Changing labels of',
	done: 'labels changed',
	danger: 'disruptive',
	blockedBy: () => undefined,
	fields: targets => labelFields(targets.map(({saw}) => saw)),
	parse: parseLabelForm,
	needs: targets => ({nodes: true, tasksOn: targets.map(({id}) => id)}),
	plan(targets, edits, snapshot) {
		const nodes = targets.map(target => nodeNow(target, snapshot));
		const evicted = evictionPlan(foresightOf(nodes, edits, snapshot), snapshot);
		return {
			effects: [
				...nodes.flatMap(node => labelEffects(nodeName(node, snapshot), node, edits)),
				...servicesThatMind(edits, snapshot),
				...evicted.effects,
			],
			warnings: [...nodes.flatMap(node => evictions(node, withLabels(node, edits), snapshot)), ...evicted.warnings],
			refusals: [],
			forecast: evicted.forecast,
		};
	},
	cli: ({saw}, edits, snapshot) => docker('node', 'update', ...labelFlags(edits), nodeArgument(saw, snapshot)),
	relies: labelsAboutToChange,
	run: ({engine}, fresh, edits, signal) => engine.updateNode(fresh, {kind: 'labels', ...edits}, signal),
	isWritten: hasLabels,
	isSeen: ({id}, edits, snapshot) => hasLabels(nodeOf(snapshot, id), edits),
};

/** Without all tasks nobody knows what room there is elsewhere. */
const foresightOf = (nodes: readonly Node[], edits: LabelEdits, snapshot: Snapshot) => {
	const ids = nodes.map(({id}) => id);
	return snapshot.hasAllTasks ? labelForesight(snapshot, ids, edits, snapshot.nodes?.at ?? 0) : undefined;
};

/** Services with constraints on the labels that change: where their next tasks go depends on them. */
const servicesThatMind = (edits: LabelEdits, snapshot: Snapshot): readonly string[] => {
	const services = [...(snapshot.services?.items.values() ?? [])];

	return editedKeys(edits).flatMap(key => {
		const minding = services.filter(({constraints}) => constraints.some(constraint => isOn(key, constraint)));
		const names = minding.map(({name}) => name).sort();
		return names.length === 0 ? [] : [`${listed(names)} ${agree(names.length, 'has', 'have')} constraints on ${key}.`];
	});
};

/** SwarmKit takes the prefix in any case, and the label's key as it is. */
const isOn = (key: string, constraint: string) => {
	const named = constraint.split(/[=!]=/)[0]?.trim() ?? '';
	return named.toLowerCase().startsWith('node.labels.') && named.slice('node.labels.'.length) === key;
};
