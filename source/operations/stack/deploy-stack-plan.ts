import {type DeployPlan, deployPlan, isEmptyPlan, type Running} from '../../specs/compose/deploy-plan.ts';
import type {FileNote} from '../../specs/compose/file-notes.ts';
import {basename} from '../../specs/compose/paths.ts';
import type {Snapshot} from '../../swarm/snapshot.ts';
import {hasEnded} from '../../swarm/task.ts';
import type {Plan} from '../operation.ts';
import {consequencesOfWrite, isUnfinished} from '../service/service-write.ts';
import {agree, count} from '../words.ts';
import {deployForesight, foreseenOf} from './deploy-stack-foresight.ts';
import type {DeployInput} from './deploy-stack-form.ts';
import type {Look} from './deploy-stack-look.ts';
import {diffOf, effectsOf} from './deploy-stack-words.ts';

type Planned = Extract<Look, {readonly kind: 'planned'}>;

const noPlan = (...refusals: readonly string[]): Plan => ({effects: [], warnings: [], refusals});

/** What runs, as far as a deploy minds it; undefined while not all of it is known. */
export const runningIn = ({services, networks, secrets, configs}: Snapshot): Running | undefined =>
	services && networks && secrets && configs
		? {
				services: [...services.items.values()],
				networks: [...networks.items.values()],
				secrets: [...secrets.items.values()],
				configs: [...configs.items.values()],
			}
		: undefined;

export const planDeploy = (input: DeployInput, snapshot: Snapshot): Plan => {
	const {look} = input;
	const running = runningIn(snapshot);

	if (look?.kind === 'bad') {
		return noPlan(...look.sentences);
	}

	if (running === undefined) {
		return noPlan('What runs is not known: without it there is no plan.');
	}

	return look?.kind !== 'planned'
		? unplanned(look, input, running)
		: planned(look, input, deployPlan(look.specs, running, {...input, ...look}), snapshot);
};

const notesOf = (file: string, notes: readonly FileNote[]) =>
	notes.map(({line, text}) => `${basename(file)}, line ${line}: ${text}${text.endsWith('?') ? '' : '.'}`);

const planned = (look: Planned, input: DeployInput, plan: DeployPlan, snapshot: Snapshot): Plan => {
	const foresight = deployForesight(plan, look.imagined, input.prune, snapshot);
	const foreseen = foresight && foreseenOf(foresight, plan, look.imagined, snapshot);
	return {
		refusals: plan.refusals,
		warnings: [
			...(foreseen?.warnings ?? []),
			...(input.prune ? prunes(plan, snapshot) : []),
			...rollouts(plan),
			...look.doubts,
			...unpinned(look),
			...notesOf(input.file, look.unset),
		],
		effects: [
			...(isEmptyPlan(plan, input.prune) ? ['Nothing changes: all of it runs as the file says.'] : []),
			...effectsOf(plan, input.prune),
			...(foreseen?.effects ?? []),
			...notesOf(input.file, look.ignored),
		],
		forecast: foreseen?.forecast ?? [],
		diff: diffOf(plan),
	};
};

const prunes = ({leftovers}: DeployPlan, snapshot: Snapshot): readonly string[] =>
	leftovers.map(({id, name}) => {
		const tasks = snapshot.tasks.get(id)?.items.filter(task => !hasEnded(task)).length;
		const words =
			tasks === undefined
				? 'all its tasks stop'
				: tasks === 0
					? 'it has no task'
					: `${count(tasks, 'task')} ${agree(tasks, 'stops', 'stop')}`;
		return `Removes service ${name}, which the file no longer has: ${words}.`;
	});

/** A write in the middle of a rollout ends it, or goes on with it. */
const rollouts = ({services}: DeployPlan): readonly string[] =>
	services.flatMap(found =>
		'service' in found && isUnfinished(found.service)
			? consequencesOfWrite(found.service, found.part.image).warnings.slice(0, 1)
			: [],
	);

const unpinned = ({pins}: Planned): readonly string[] =>
	[...pins].flatMap(([image, pin]) =>
		'why' in pin
			? [
					`The digest of ${image} isn't known (${pin.why.replace(/\.$/, '')}): it is deployed by its tag, and each node runs what it pulls or has.`,
				]
			: [],
	);

/** With a command line that tells nothing before: what is known all the same. */
const unplanned = (
	look: Extract<Look, {readonly kind: 'unplanned'}> | undefined,
	{file, stack, prune}: DeployInput,
	{services}: Running,
): Plan => {
	const there = services.filter(service => service.stack === stack);
	return {
		refusals: [],
		warnings: [
			look === undefined
				? 'There is no plan: the file was not looked at.'
				: `There is no plan: docker ${look.version} has no \`docker stack config\`, as newer command lines have. What changes shows only afterwards.`,
			...notesOf(file, look?.unset ?? []),
		],
		effects: [
			there.length === 0
				? `Creates the stack ${stack}.`
				: `Creates what the stack ${stack} lacks, and writes each of its services that the file has.`,
			...(prune ? ['Services of the stack that the file no longer has are removed.'] : []),
			...notesOf(file, look?.ignored ?? []),
		],
	};
};
