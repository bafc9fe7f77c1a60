import {parseStackName} from '../../specs/compose/stack-name.ts';
import type {ServiceId} from '../../swarm/ids.ts';
import {isValid} from '../../swarm/parsed.ts';
import type {Service} from '../../swarm/service.ts';
import type {Snapshot} from '../../swarm/snapshot.ts';
import type {Needs} from '../../swarm/snapshot-needs.ts';
import type {Stack} from '../../swarm/stack.ts';
import {verdictOf} from '../../swarm/verdict.ts';
import type {StackOperation, SwarmOperation} from '../operation.ts';
import type {Resources} from '../resources.ts';
import {docker} from '../shell.ts';
import type {StackTarget, Target} from '../target.ts';
import {type DeployInput, deployFields, deployMeaning, parseDeploy, requestOf} from './deploy-stack-form.ts';
import {planDeploy} from './deploy-stack-plan.ts';
import {runDeploy} from './deploy-stack-run.ts';

/** Looks at the file, so that there is something to plan from. */
export const lookedAt = async (
	input: DeployInput,
	resources: Pick<Resources, 'engine' | 'credentials' | 'stacks'>,
	signal: AbortSignal,
): Promise<DeployInput> => {
	const request = requestOf(input, resources.stacks?.files.pathOf(input.file) ?? input.file);
	// What reads YAML is loaded only here: starting up doesn't pay for it.
	const {lookAt} = await import('./deploy-stack-look.ts');
	return {...input, request, look: await lookAt(request, resources, signal)};
};

/** Quoted for a shell. */
export const deployCommand = ({request, file, stack, prune, registryAuth, resolveImage}: DeployInput) =>
	docker(
		'stack',
		'deploy',
		'--compose-file',
		request?.file ?? file,
		...(prune ? ['--prune'] : []),
		...(registryAuth ? ['--with-registry-auth'] : []),
		...(resolveImage === 'always' ? [] : ['--resolve-image', resolveImage]),
		...(stack.startsWith('-') ? ['--'] : []),
		stack,
	);

const servicesOf = ({stack}: DeployInput, {services}: Snapshot): readonly Service[] =>
	[...(services?.items.values() ?? [])].filter(service => service.stack === stack);

/** The names that the deploy makes or writes; of a file that no plan could be made of, those that are there. */
const wantedNames = (input: DeployInput, snapshot: Snapshot): readonly string[] =>
	input.look?.kind === 'planned'
		? input.look.specs.services.map(({name}) => name)
		: servicesOf(input, snapshot).map(({name}) => name);

const settled = ['converged', 'scaled-to-zero', 'job-done'];

/** All of it runs as the file says. */
const isWhole = (input: DeployInput, snapshot: Snapshot): boolean => {
	const now = snapshot.services?.at ?? 0;
	const wanted = wantedNames(input, snapshot);
	const there = servicesOf(input, snapshot).filter(({name}) => wanted.includes(name));
	const isSettled = (service: Service) =>
		settled.includes(verdictOf(service, snapshot.tasks.get(service.id)?.items, snapshot, now).state.kind);
	return there.length === wanted.length && wanted.length > 0 && there.every(isSettled);
};

const needs: Needs = {nodes: true, allServices: true, objects: ['networks', 'secrets', 'configs']};

const common = {
	verb: 'deploy',
	doing: 'Deploying',
	done: 'is deployed, and whole',
	danger: 'disruptive',
	// A registry that doesn't answer costs docker 20 s for each image.
	patience: {prepare: 20_000, run: 600_000},
	preparing: 'Reading the file, and asking registries for digests...',
	blockedBy: () => undefined,
	recorded: ({request, file, stack, prune, registryAuth, resolveImage}: DeployInput) => ({
		file: request?.file ?? file,
		stack,
		prune,
		registryAuth,
		resolveImage,
	}),
	needs: () => needs,
	prepare: (input: DeployInput, _targets: readonly Target[], resources: Resources, signal: AbortSignal) =>
		lookedAt(input, resources, signal),
	plan: (_targets: readonly Target[], input: DeployInput, snapshot: Snapshot) => planDeploy(input, snapshot),
	cli: (_target: Target, input: DeployInput) => deployCommand(input),
	relies: () => null,
	run: (resources: Resources, _fresh: unknown, input: DeployInput, signal: AbortSignal) =>
		runDeploy(resources, input, signal),
	watches: (_target: Target, input: DeployInput, snapshot: Snapshot): readonly ServiceId[] =>
		servicesOf(input, snapshot).map(({id}) => id),
} as const;

export const deployStack: SwarmOperation<DeployInput> = {
	...common,
	on: 'swarm',
	id: 'deployStack',
	title: 'Deploy a stack',
	subject: ({stack}) => `the stack ${stack}`,
	fields: () => deployFields(false),
	isWritten: () => false,
	isMade: async ({engine}, {stack}, signal) =>
		(await engine.services(undefined, signal)).items.some(service => service.stack === stack),
	isSeen: (_target, input, snapshot) => isWhole(input, snapshot),
	parse: values => parseDeploy(values, undefined),
	meaning: values => deployMeaning(values, undefined),
};

const isNewer = ({id, version}: Service, {services}: Stack) =>
	version !== services.find(service => service.id === id)?.version;

const nameOf = ([target]: readonly StackTarget[]) => target?.id ?? '';

export const redeployStack: StackOperation<DeployInput> = {
	...common,
	on: 'stack',
	id: 'redeployStack',
	title: 'Redeploy stack',
	needs: targets => ({...needs, tasksOf: targets.flatMap(({saw}) => saw.services.map(({id}) => id))}),
	blockedBy: ({id}) => (isValid(parseStackName(id)) ? undefined : 'not of a name that docker stack takes'),
	fields: () => deployFields(true),
	parse: (values, targets) => parseDeploy(values, nameOf(targets)),
	isWritten: (now, _input, over) => now?.services.some(service => isNewer(service, over)) ?? false,
	// Every service of the file is written, changed or not.
	isSeen: ({saw}, input, snapshot) =>
		isWhole(input, snapshot) &&
		servicesOf(input, snapshot)
			.filter(({name}) => wantedNames(input, snapshot).includes(name))
			.every(service => isNewer(service, saw)),
};
