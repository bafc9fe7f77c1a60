import {isSameImage} from '../../swarm/image-name.ts';
import type {Tree} from '../tree.ts';
import {duration, exportContainer, exportLabels, exportResources} from './export-container.ts';
import {exportMounts} from './export-mounts.ts';
import {exportNetworks, references} from './export-references.ts';
import {type Exported, type ExportScope, keyOf, lostFields} from './exported.ts';
import {imageLabel, namespaceLabel} from './stack-name.ts';
import {compact, mapAt, numberAt, textAt, textsAt, treeAt, treeIn, treesAt} from './tree.ts';

export type ExportedService = Exported & {
	readonly key: string;
	readonly volumes: Readonly<Record<string, Tree>>;
	/** Names in the swarm. */
	readonly secrets: readonly string[];
	readonly configs: readonly string[];
	readonly networks: readonly string[];
};

/** The image as the file had it, where that is the one that runs: a deploy pins it again. */
const imageOf = (container: Tree, labels: Readonly<Record<string, string>>) => {
	const image = textAt(container, 'Image') ?? '';
	const labelled = labels[imageLabel];
	return labelled !== undefined && isSameImage(labelled, image) ? labelled : image;
};

const knownTask = [
	'ContainerSpec',
	'LogDriver',
	'Resources',
	'RestartPolicy',
	'Placement',
	'Networks',
	'ForceUpdate',
	'Runtime',
];

/** A running service's spec in the words of a compose file, with what those have no word for. */
export const exportService = (spec: Tree, scope: ExportScope): ExportedService => {
	const name = textAt(spec, 'Name') ?? '';
	const key = keyOf(scope.stack, name);
	const labels = mapAt(spec, 'Labels');
	const task = treeAt(spec, 'TaskTemplate');
	const container = treeAt(task, 'ContainerSpec') ?? {};
	const [inside, resources, mounts, mode] = [
		exportContainer(container),
		exportResources(treeAt(task, 'Resources')),
		exportMounts(container, scope.stack),
		exportMode(treeAt(spec, 'Mode')),
	];
	const networks = exportNetworks(treesAt(task, 'Networks'), key, scope);
	const [secrets, configs] = [references(container, 'Secret', scope), references(container, 'Config', scope)];
	const logging = treeAt(task, 'LogDriver');
	const tree = compact({
		image: imageOf(container, labels),
		...inside.tree,
		volumes: mounts.tree,
		networks: networks.tree,
		ports: treesAt(treeAt(spec, 'EndpointSpec'), 'Ports').map(port),
		secrets: secrets.map(({tree}) => tree),
		configs: configs.map(({tree}) => tree),
		logging: logging && compact({driver: textAt(logging, 'Name'), options: mapAt(logging, 'Options')}),
		deploy: compact({
			...mode.tree,
			endpoint_mode: textAt(treeAt(spec, 'EndpointSpec'), 'Mode') === 'dnsrr' ? 'dnsrr' : undefined,
			labels: exportLabels(labels, namespaceLabel, imageLabel),
			update_config: policy(treeAt(spec, 'UpdateConfig')),
			rollback_config: policy(treeAt(spec, 'RollbackConfig')),
			restart_policy: restart(treeAt(task, 'RestartPolicy')),
			resources: resources.tree,
			placement: placement(treeAt(task, 'Placement')),
		}),
	});
	const lost = [
		...inside.lost,
		...resources.lost,
		...mounts.lost,
		...mode.lost,
		...networks.lost,
		...lostFields(task, knownTask),
	];
	return {
		key,
		tree,
		lost,
		volumes: mounts.volumes,
		secrets: secrets.map(found => found.name),
		configs: configs.map(found => found.name),
		networks: networks.names,
	};
};

const port = (given: Tree): Tree =>
	compact({
		target: numberAt(given, 'TargetPort'),
		published: numberAt(given, 'PublishedPort') || undefined,
		protocol: textAt(given, 'Protocol') ?? 'tcp',
		mode: textAt(given, 'PublishMode') ?? 'ingress',
	});

const exportMode = (mode: Tree | undefined): Exported => {
	const job = treeAt(mode, 'ReplicatedJob');

	if (job !== undefined) {
		const [completions, concurrent] = [numberAt(job, 'TotalCompletions'), numberAt(job, 'MaxConcurrent')];
		const lost = completions === concurrent ? [] : [`a job of ${completions} that runs ${concurrent} at a time`];
		return {tree: compact({mode: 'replicated-job', replicas: completions ?? 1}), lost};
	}

	const [kind] = [['Global', 'global'] as const, ['GlobalJob', 'global-job'] as const].filter(
		([field]) => treeAt(mode, field) !== undefined,
	);
	return kind === undefined
		? {tree: {replicas: numberAt(treeAt(mode, 'Replicated'), 'Replicas') ?? 1}, lost: []}
		: {tree: {mode: kind[1]}, lost: []};
};

const policy = (given: Tree | undefined): Tree | undefined =>
	given && {
		parallelism: numberAt(given, 'Parallelism') ?? 0,
		...compact({
			delay: duration(given, 'Delay'),
			failure_action: textAt(given, 'FailureAction'),
			monitor: duration(given, 'Monitor'),
			max_failure_ratio: numberAt(given, 'MaxFailureRatio') || undefined,
			order: textAt(given, 'Order'),
		}),
	};

const restart = (given: Tree | undefined): Tree | undefined =>
	given &&
	compact({
		condition: textAt(given, 'Condition'),
		delay: duration(given, 'Delay'),
		max_attempts: numberAt(given, 'MaxAttempts') || undefined,
		window: duration(given, 'Window'),
	});

const placement = (given: Tree | undefined): Tree =>
	compact({
		constraints: textsAt(given, 'Constraints'),
		preferences: treesAt(given, 'Preferences').map(preference => ({
			spread: textAt(treeIn(preference, 'Spread'), 'SpreadDescriptor') ?? '',
		})),
		max_replicas_per_node: numberAt(given, 'MaxReplicas') || undefined,
	});
