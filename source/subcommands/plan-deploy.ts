import type {Plan} from '../operations/operation.ts';
import {pointCommand} from '../operations/point-command.ts';
import type {Resources} from '../operations/resources.ts';
import {deployCommand, lookedAt} from '../operations/stack/deploy-stack.ts';
import {deployForesight} from '../operations/stack/deploy-stack-foresight.ts';
import {type DeployInput, parseDeploy} from '../operations/stack/deploy-stack-form.ts';
import {planDeploy, runningIn} from '../operations/stack/deploy-stack-plan.ts';
import {type DeployPlan, deployPlan} from '../specs/compose/deploy-plan.ts';
import {resolveImageChoices} from '../specs/compose/wanted-spec.ts';
import type {Snapshot} from '../swarm/snapshot.ts';
import {diffText} from '../swarm/spec-diff.ts';
import {clean} from './clean.ts';
import {foresightJson} from './foresight-json.ts';
import {readWords} from './options.ts';
import {asJson, exitCodes, failed, type Outcome, wrongUsage} from './outcome.ts';
import {type Engine, readSnapshot} from './read-snapshot.ts';

const flags = {
	prune: {type: 'boolean'},
	'with-registry-auth': {type: 'boolean'},
	'resolve-image': {type: 'string'},
} as const;

const usage =
	'skep plan deploy takes a compose file and the name of a stack, for example: skep plan deploy compose.yaml shop.';

export type DeployHelp = Pick<Resources, 'credentials' | 'stacks'>;

/** Registries get so long in all; one that is silent is given up before. */
const patience = 30_000;

/** Reads the words before anything is asked. */
export const readDeployPlan = (args: readonly string[]) => {
	const words = readWords(args, flags);
	const [, file, stack, ...more] = words.positionals;
	const resolve = words.text('resolve-image') ?? 'always';

	if (!file || !stack || more.length > 0) {
		return wrongUsage(usage);
	}

	if (!resolveImageChoices.some(choice => choice === resolve)) {
		return wrongUsage(`--resolve-image takes ${resolveImageChoices.join(', ')}.`);
	}

	const yes = (isSo: boolean) => (isSo ? 'yes' : 'no');
	const prune = yes(words.isSet('prune'));
	const registryAuth = yes(words.isSet('with-registry-auth'));
	const parsed = parseDeploy({file, stack, prune, registryAuth, resolveImage: resolve}, undefined);
	return parsed.kind === 'problem'
		? wrongUsage(`${parsed.problem}.`)
		: (engine: Engine, help: DeployHelp, now: () => number) => answer(parsed.input, words.isJson, engine, help, now);
};

const answer = async (
	asked: DeployInput,
	isJson: boolean,
	engine: Engine,
	help: DeployHelp,
	now: () => number,
): Promise<Outcome> => {
	const input = await lookedAt(asked, {...help, engine}, AbortSignal.timeout(patience));

	if (input.look?.kind === 'bad') {
		return failed(input.look.sentences.join(' '));
	}

	const snapshot = await wholeSnapshot(engine, now);
	const plan = planDeploy(input, snapshot);
	const command = pointCommand(deployCommand(input), engine.place());
	const looked = lookedInto(input, snapshot);
	const isFound = plan.refusals.length > 0 || (looked?.foresight?.stuck.length ?? 0) > 0;
	return {
		code: isFound ? exitCodes.found : exitCodes.done,
		text: isJson ? asJson(jsonOf(input, plan, looked && {...looked, snapshot}, command)) : textOf(input, plan, command),
	};
};

const lookedInto = (input: DeployInput, snapshot: Snapshot) => {
	const running = runningIn(snapshot);
	const {look} = input;

	if (look?.kind !== 'planned' || running === undefined) {
		return;
	}

	const deploy = deployPlan(look.specs, running, {...input, ...look});
	const foresight = deployForesight(deploy, look.imagined, input.prune, snapshot);
	return {deploy, foresight, ignored: look.ignored, unset: look.unset};
};

const wholeSnapshot = async (engine: Engine, now: () => number): Promise<Snapshot> => {
	const [snapshot, secrets, configs] = await Promise.all([
		readSnapshot(engine, now),
		engine.secrets(),
		engine.configs(),
	]);
	const at = now();
	return {
		...snapshot,
		secrets: {at, items: new Map(secrets.items.map(item => [item.id, item]))},
		configs: {at, items: new Map(configs.items.map(item => [item.id, item]))},
	};
};

const textOf = (input: DeployInput, {refusals, warnings, effects, forecast = [], diff = []}: Plan, command: string) => {
	const lines = [
		`deploy ${input.stack}`,
		...refusals.map(line => `CAN'T  ${line}`),
		...warnings.map(line => `MIND   ${line}`),
		...effects,
		...forecast,
		...(diff.length === 0 ? [] : ['', ...diff]),
		'',
		`$ ${command}`,
	];
	return `${lines.map(clean).join('\n')}\n`;
};

const jsonOf = (
	input: DeployInput,
	{refusals, warnings, effects, forecast = []}: Plan,
	looked: (NonNullable<ReturnType<typeof lookedInto>> & {readonly snapshot: Snapshot}) | undefined,
	command: string,
) => {
	const common = {plan: `deploy ${input.stack}`, refusals, warnings, effects, forecast, command};

	if (looked === undefined) {
		return {...common, isPlanned: false};
	}

	const {deploy, foresight, ignored, unset, snapshot} = looked;
	return {
		...common,
		...partsOf(deploy, input.prune),
		...(foresight && {foresight: foresightJson(foresight, snapshot)}),
		ignored,
		unset,
	};
};

const partsOf = ({services, leftovers, networks, secrets, configs}: DeployPlan, prune: boolean) => ({
	services: [
		...services.map(found => ({
			name: found.part.name,
			change: found.kind,
			...('diff' in found && {diff: found.diff.map(diffText), tasksReplaced: found.replaced}),
		})),
		...leftovers.map(({name}) => ({name, change: prune ? 'remove' : 'left'})),
	],
	networks: networks.map(({kind, spec}) => ({name: spec.name, change: kind})),
	secrets: secrets.map(({kind, object}) => ({name: object.name, change: kind})),
	configs: configs.map(({kind, object}) => ({name: object.name, change: kind})),
});
