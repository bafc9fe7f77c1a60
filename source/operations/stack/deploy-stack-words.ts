import type {DeployPlan, ServicePlan} from '../../specs/compose/deploy-plan.ts';
import type {NetworkSpec} from '../../specs/compose/network-spec.ts';
import type {ObjectPlan} from '../../specs/compose/object-plan.ts';
import {imageLabel} from '../../specs/compose/stack-name.ts';
import {numberAt, textAt, treeAt, treeIn, treesAt} from '../../specs/compose/tree.ts';
import type {Tree} from '../../specs/tree.ts';
import {shortImage} from '../../swarm/image-name.ts';
import {type DiffLine, diffText} from '../../swarm/spec-diff.ts';
import {agree, count, listed} from '../words.ts';

type Written = Exclude<ServicePlan, {readonly kind: 'create'}>;

const isWritten = (found: ServicePlan): found is Written => found.kind !== 'create';

/** What a deploy does, a sentence each: what is made, what changes, what stays as it is. */
export const effectsOf = (plan: DeployPlan, prune: boolean): readonly string[] => [
	...made(plan),
	...plan.services.filter(isWritten).flatMap(changed),
	...same(plan.services.filter(isWritten)),
	...(prune ? [] : left(plan)),
	...plan.networks.flatMap(found => ('diff' in found ? stays(found.spec, found.diff.map(diffText)) : [])),
	...objectsThere('secret', plan.secrets),
	...objectsThere('config', plan.configs),
	...unused(plan),
];

const made = ({networks, secrets, configs, services}: DeployPlan): readonly string[] => [
	...networks.flatMap(({kind, spec}) =>
		kind === 'create' ? [`Creates network ${spec.name}${networkWords(spec)}.`] : [],
	),
	...objectsMade('secret', secrets),
	...objectsMade('config', configs),
	...services.flatMap(({kind, part: {name}, spec}) =>
		kind === 'create' ? [`Creates service ${name}: ${tasksWords(spec)}${portWords(spec)}.`] : [],
	),
];

const networkWords = ({driver, subnets, isAttachable, isInternal, options}: NetworkSpec) => {
	const facts = [
		...(driver === 'overlay' ? [] : [driver]),
		...subnets,
		...(isAttachable ? ['attachable'] : []),
		...(isInternal ? ['internal'] : []),
		...('encrypted' in options ? ['encrypted'] : []),
	];
	return facts.length === 0 ? '' : ` (${facts.join(', ')})`;
};

const objectsMade = (word: string, objects: readonly ObjectPlan[]) =>
	objects
		.filter(({kind}) => kind === 'create')
		.map(({object: {name, file, driver}}) => `Creates ${word} ${name} from ${file ?? `the driver ${driver}`}.`);

/** `2 tasks of web:1`. */
const tasksWords = (spec: Tree): string => {
	const image = shortImage(textAt(treeIn(spec, 'TaskTemplate', 'ContainerSpec'), 'Image') ?? '');
	const mode = treeAt(spec, 'Mode');
	const job = treeAt(mode, 'ReplicatedJob');

	if (treeAt(mode, 'Replicated') !== undefined) {
		return `${count(numberAt(treeAt(mode, 'Replicated'), 'Replicas') ?? 1, 'task')} of ${image}`;
	}

	return job === undefined
		? `a task of ${image} on every node that fits`
		: `a job of ${count(numberAt(job, 'TotalCompletions') ?? 1, 'task')} of ${image}`;
};

const portWords = (spec: Tree): string => {
	const ports = treesAt(treeAt(spec, 'EndpointSpec'), 'Ports').flatMap(port => {
		const published = numberAt(port, 'PublishedPort');
		const isHost = textAt(port, 'PublishMode') === 'host';
		return published === undefined
			? []
			: [`${published}/${textAt(port, 'Protocol') ?? 'tcp'}${isHost ? ' on its host' : ''}`];
	});
	return ports.length === 0 ? '' : `, ${agree(ports.length, 'port', 'ports')} ${ports.join(', ')}`;
};

const replacedWords = {
	all: 'its tasks are replaced, as its update settings say',
	misfits: 'tasks stay where they still fit, the others move',
	none: 'its tasks stay',
};

const changed = ({kind, part: {name}, diff, replaced}: Written): readonly string[] =>
	kind === 'change' ? [`Changes service ${name} ${placesWords(shown(diff).length)}: ${replacedWords[replaced]}.`] : [];

const placesWords = (places: number) =>
	places === 0 ? 'only in the order of its lists, which Swarm takes for a change' : `in ${count(places, 'place')}`;

/** Each is written all the same, and with that its rollback target is gone. */
const same = (services: readonly Written[]): readonly string[] => {
	const names = services.filter(({kind}) => kind === 'same').map(({part}) => part.name);
	return names.length === 0
		? []
		: [
				`Leaves ${listed(names.toSorted())} as ${agree(names.length, 'it is', 'they are')}; docker writes ${agree(names.length, 'its spec', 'their specs')} again, so that \`docker service rollback\` has nothing else to return to.`,
			];
};

const left = ({leftovers}: DeployPlan): readonly string[] =>
	leftovers.length === 0
		? []
		: [
				`Leaves alone ${listed(leftovers.map(({name}) => name).toSorted())}, which the file no longer has: with prune ${agree(leftovers.length, 'it goes', 'they go')}.`,
			];

const stays = ({name}: NetworkSpec, lines: readonly string[]): readonly string[] =>
	lines.length === 0
		? []
		: [`Network ${name} stays as it is, though the file differs (${lines.join('; ')}): no deploy changes a network.`];

const objectsThere = (word: string, objects: readonly ObjectPlan[]): readonly string[] =>
	objects.flatMap(({kind, object: {name}}) => {
		if (kind === 'labels') {
			return [`Changes the labels of ${word} ${name}.`];
		}

		return kind === 'unseen'
			? [
					`${word === 'secret' ? 'Secret' : 'Config'} ${name} is there. Its value can't be read: should the file's be another, the engine refuses it, and the deploy stops there, before any service.`,
				]
			: [];
	});

const unused = ({unused: {networks, secrets, configs}}: DeployPlan): readonly string[] => {
	const names = [
		...networks.map(({name}) => `network ${name}`),
		...secrets.map(({name}) => `secret ${name}`),
		...configs.map(({name}) => `config ${name}`),
	];
	return names.length === 0
		? []
		: [`No longer in the file, and left there: ${listed(names)}. No deploy removes those.`];
};

/** Docker's label repeats the image, and would be a second line for one change. */
const shown = (diff: readonly DiffLine[]): readonly DiffLine[] =>
	diff.some(({path}) => path === 'image') ? diff.filter(({path}) => path !== `label ${imageLabel}`) : diff;

/** As much of a digest as tells it from another. */
const withShortDigests = (line: string) => line.replaceAll(/(@sha256:[0-9a-f]{12})[0-9a-f]{52}/g, '$1');

/** The spec changes, service by service. Values of variables are hidden, as everywhere. */
export const diffOf = ({services}: DeployPlan): readonly string[] =>
	services
		.filter(isWritten)
		.filter(({kind}) => kind === 'change')
		.flatMap(({part, diff}) => [`${part.name}:`, ...shown(diff).map(line => withShortDigests(diffText(line)))]);
