import {parseConstraint} from '../../swarm/constraints.ts';
import {parseImage} from '../../swarm/image-name.ts';
import {isValid} from '../../swarm/parsed.ts';
import {leastMemory} from '../amounts.ts';
import {constraintProblem} from '../edit/constraint-problem.ts';
import type {Tree} from '../tree.ts';
import {constraintsOf} from './refusals.ts';
import {problemOfServiceName} from './stack-name.ts';
import type {FileProblem, StackSpecs} from './stack-specs.ts';
import {numberAt, textAt, textsAt, treeAt, treeIn, treesAt} from './tree.ts';

/** A place within a service, and what is wrong there. */
export type ServiceProblem = readonly [path: readonly string[], sentence: string];

/** What the engine refuses of one service by itself (SwarmKit, manager/controlapi/service.go), at its place in the file. */
export const serviceProblems = (key: string, service: Tree, stack: string): readonly ServiceProblem[] => [
	...nameProblems(key, stack),
	...imageProblems(key, textAt(service, 'image') ?? ''),
	...modeProblems(key, service),
	...portProblems(key, service),
	...mountProblems(key, service),
	...constraintProblems(key, service),
	...memoryProblems(key, service),
];

const nameProblems = (key: string, stack: string): readonly ServiceProblem[] => {
	const problem = problemOfServiceName(stack, key);
	return problem === undefined ? [] : [[[], problem]];
};

const imageProblems = (key: string, image: string): readonly ServiceProblem[] => {
	const parsed = parseImage(image);

	if (image === '') {
		return [[[], `service ${key} has no image: Swarm builds none, and runs only images by name`]];
	}

	return isValid(parsed) ? [] : [[['image'], `service ${key}: ${parsed.problem}`]];
};

const modeProblems = (key: string, service: Tree): readonly ServiceProblem[] => {
	const deploy = treeAt(service, 'deploy');
	const mode = textAt(deploy, 'mode') ?? 'replicated';
	const known = ['replicated', 'global', 'replicated-job', 'global-job'];

	if (!known.includes(mode)) {
		return [[['deploy', 'mode'], `service ${key}: there is no mode ${mode}: ${known.join(', ')}`]];
	}

	if (mode.startsWith('global') && textAt(deploy, 'replicas') !== undefined) {
		return [
			[['deploy', 'replicas'], `service ${key} is global, and has no number of replicas: one of the two must go`],
		];
	}

	return mode.endsWith('-job') && treeAt(deploy, 'update_config') !== undefined
		? [[['deploy', 'update_config'], `service ${key} is a job: jobs are never updated step by step`]]
		: [];
};

const portProblems = (key: string, service: Tree): readonly ServiceProblem[] => {
	const isDnsrr = textAt(treeAt(service, 'deploy'), 'endpoint_mode')?.toLowerCase() === 'dnsrr';
	const published = treesAt(service, 'ports').filter(port => (numberAt(port, 'published') ?? 0) > 0);
	const names = published.map(
		port =>
			`${textAt(port, 'published')}/${textAt(port, 'protocol') ?? 'tcp'}${textAt(port, 'mode') === 'host' ? ' on the host' : ''}`,
	);
	const twice = names.find((name, index) => names.indexOf(name) !== index);
	const onIngress = treesAt(service, 'ports').some(port => (textAt(port, 'mode') ?? 'ingress') === 'ingress');
	return [
		...(isDnsrr && onIngress
			? [
					[
						['deploy', 'endpoint_mode'],
						`service ${key}: with endpoint_mode dnsrr ports can be published only with mode: host`,
					] as const,
				]
			: []),
		...(twice === undefined ? [] : [[['ports'], `service ${key} publishes ${twice} twice`] as const]),
	];
};

const mountProblems = (key: string, service: Tree): readonly ServiceProblem[] => {
	const targets = treesAt(service, 'volumes').flatMap(
		volume => textAt(volume, 'target')?.replace(/(?<=.)\/+$/, '') ?? [],
	);
	const twice = targets.find((target, index) => targets.indexOf(target) !== index);
	return twice === undefined ? [] : [[['volumes'], `service ${key} mounts two things at ${twice}`]];
};

const constraintProblems = (key: string, service: Tree): readonly ServiceProblem[] =>
	textsAt(treeIn(service, 'deploy', 'placement'), 'constraints').flatMap(text => {
		const parsed = parseConstraint(text);
		return isValid(parsed)
			? []
			: [[['deploy', 'placement', 'constraints'], `service ${key}: ${parsed.problem}`] as const];
	});

/** Constraints that the engine accepts, and that can't mean what they say: `node.platform.arch == amd64` fits no node. */
export const constraintDoubts = ({services}: Pick<StackSpecs, 'services'>): readonly FileProblem[] =>
	services.flatMap(part =>
		constraintsOf(part).flatMap((text, index) => {
			const problem = constraintProblem(text);
			const path = ['services', part.key, 'deploy', 'placement', 'constraints', String(index)];
			return problem === undefined ? [] : [{path, sentence: `service ${part.key}: ${problem}`}];
		}),
	);

const memoryProblems = (key: string, service: Tree): readonly ServiceProblem[] =>
	(['limits', 'reservations'] as const).flatMap(kind => {
		const bytes = numberAt(treeIn(service, 'deploy', 'resources', kind), 'memory') ?? leastMemory;
		return bytes < leastMemory && bytes !== 0
			? [
					[
						['deploy', 'resources', kind, 'memory'],
						`service ${key}: ${bytes} bytes of memory are less than the least, 4 MiB`,
					] as const,
				]
			: [];
	});
