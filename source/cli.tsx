import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {connect} from './engine/client.ts';
import {type Destinations, destinationOf, resolveConnection} from './engine/connection.ts';
import {takeConnectionFlags} from './engine/connection-flags.ts';
import {defaultEndpoint} from './engine/endpoint.ts';
import type {Engine} from './engine/engine.ts';
import {isEngineError} from './engine/errors.ts';
import {settleOnManager} from './engine/settle.ts';
import {writeCrashLog} from './files/crash-log.ts';
import {readGivenInput} from './files/given-file.ts';
import {homeIn} from './files/home.ts';
import {placesIn} from './files/places.ts';
import {registryCredentials} from './files/registry-credentials.ts';
import {saveLogAt} from './files/saved-log.ts';
import {saveTextIn} from './files/saved-text.ts';
import {unfinishedIn} from './files/unfinished.ts';
import {flags, plainFlags} from './flags.ts';
import {readOnly} from './operations/read-only.ts';
import {readOnlyTools} from './operations/stack/stack-tools.ts';
import {journalOf, openSession, stackToolsOn} from './session.ts';
import {headStart} from './store/head-start.ts';
import {type Subcommand, subcommandOf} from './subcommands/names.ts';
import {startedWith, switchboardOf} from './switchboard.ts';
import {sshNodeProblem, usualSshNode} from './ui/shell/way-in.ts';
import {isTerminal} from './ui/terminal.ts';
import {version} from './version.ts';

// Node would print what it warns of in the middle of the screen, which moves up by that, or to whoever runs a script.
process.removeAllListeners('warning');

// For all that asks for it here, and for docker and ssh: without one each would end in a way of its own.
process.env['HOME'] = homeIn(process.env);

const exitCodes = {wrongUsage: 2} as const;

const written = (stream: NodeJS.WriteStream, text: string) =>
	new Promise<void>(resolve => stream.write(text, () => resolve()));

/** Questions of scripts: answered without a screen, before anything of it is loaded. */
async function answer({name, rest, isReadOnly = false}: Subcommand): Promise<never> {
	const engine = connect(destinations());

	if (name === 'logs') {
		const {logsInShell} = await import('./subcommands/logs-in-shell.ts');
		const settled = async () => {
			await settleOnManager(engine);
			return engine;
		};
		process.exit(await logsInShell({args: rest, connect: settled}));
	}

	const {runSubcommand} = await import('./subcommands/run.ts');
	const {code, out, err} = await runSubcommand({
		name,
		args: rest,
		async connect() {
			await settleOnManager(engine);
			return isReadOnly ? readOnly(engine) : engine;
		},
		now: Date.now,
		help: {credentials: registryCredentials, stacks: readOnlyTools(stackToolsOn(engine))},
		hands: {
			readInput: readGivenInput,
			isStdinTyped: process.stdin.isTTY === true,
			journal: journalOf(engine).write,
			isReadOnly,
		},
	});
	await Promise.all([written(process.stdout, out), written(process.stderr, err)]);
	process.exit(code);
}

const {flags: place, rest: words, problem} = takeConnectionFlags(process.argv.slice(2));

if (problem !== undefined) {
	refuse(problem);
}

const question = subcommandOf(words);

if (question !== undefined) {
	await answer(question);
}

// What is written as it should be needs no words: those are loaded for help, and for what is wrong.
const cli = plainFlags(words) ?? (await import('./usage.ts')).explainedFlags(words);

function refuse(sentence: string): never {
	process.stderr.write(`skep: ${sentence}\n`);
	process.exit(exitCodes.wrongUsage);
}

function destinations(): Destinations {
	try {
		return resolveConnection(place, process.env);
	} catch (error) {
		return refuse(isEngineError(error) ? error.message : String(error));
	}
}

/** Sizes of a simulated swarm, each a whole number from 1. */
function demoSizes() {
	const {nodes, services, replicas} = cli.flags;
	const given = Object.entries({nodes, services, replicas}).filter(([, count]) => count !== undefined);
	const [name] = given.find(([, count]) => !Number.isInteger(count) || Number(count) < 1) ?? [];

	if (name !== undefined) {
		return refuse(`--${name} takes a whole number from 1, for example --${name} 20.`);
	}

	if (given.length > 0 && !cli.flags.demo) {
		return refuse(`--${given[0]?.[0]} is the size of a simulated swarm: it goes with --demo.`);
	}

	return Object.fromEntries(given);
}

async function startedDemo(sizes: Readonly<Record<string, number | undefined>>) {
	// The simulator is a program of its own: nobody else should wait for it to load.
	const [{startDemo}, {askFault}, {tips}, {simulatedTags}] = await Promise.all([
		import('./simulator/start-demo.ts'),
		import('./simulator/ask-fault.ts'),
		import('./simulator/worlds/tips.ts'),
		import('./simulator/worlds/tags.ts'),
	]);
	const {socketPath} = await startDemo(sizes);
	return {
		endpoint: {kind: 'unix', socketPath} as const,
		registry: {tags: async (image: string) => ({tags: simulatedTags(image), isCut: false})},
		tips: Object.keys(sizes).length === 0 ? tips.shop : tips.large,
		practice: {
			async breakNode(kind: 'kill' | 'cut' | 'return', node: string) {
				await askFault(socketPath, {kind, node});
			},
			loseQuorum: async () => (await askFault(socketPath, {kind: 'lose-quorum'})).killed ?? [],
			returnAll: async () => (await askFault(socketPath, {kind: 'return-all'})).returned ?? [],
		},
	};
}

/** A rollout that ends or stands still is told in a line on screen in any case. */
function notifyOf(given: string | undefined) {
	if (given === undefined || given === 'bell' || given === 'osc9') {
		return given;
	}

	return refuse('--notify takes bell or osc9.');
}

/** Known before it is needed: a shell is wanted in a hurry. */
function sshNodeOf(given: string | undefined) {
	const pattern = given ?? (process.env['SKEP_SSH_NODE'] || usualSshNode);
	const problem = sshNodeProblem(pattern);
	return problem === undefined
		? pattern
		: refuse(`${given === undefined ? 'SKEP_SSH_NODE' : '--ssh-node'}: ${problem}`);
}

const unknown = Object.keys(cli.flags).find(flag => !Object.hasOwn(flags, flag));

if (unknown !== undefined) {
	refuse(
		`there is no option ${unknown.length === 1 ? '-' : '--'}${unknown.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}; skep --help shows what there is.`,
	);
}

if (cli.input.length > 0) {
	refuse(`there is no "${cli.input[0]}" to run; skep --help shows what there is.`);
}

const sizes = demoSizes();
const notify = notifyOf(cli.flags.notify);
const sshNode = sshNodeOf(cli.flags.sshNode);

if (cli.flags.demo && words.length < process.argv.length - 2) {
	refuse('--demo brings its own engine, so it goes with no --host, --context or TLS: leave out one of them.');
}

const real = cli.flags.demo ? undefined : destinations();

if (!isTerminal(process.stdin, process.stdout)) {
	refuse('the dashboard needs a terminal for both keyboard and screen; over ssh, ask for one with ssh -t.');
}

const demo = real === undefined ? await startedDemo(sizes) : undefined;
const {state} = placesIn(process.env);
const where: Destinations = real ?? [{...destinationOf(demo?.endpoint ?? defaultEndpoint), address: 'demo'}];
const settings = {isReadOnly: cli.flags.readOnly, keepsHistory: cli.flags.history && demo === undefined};
const session = (id: string, connected: Engine, to: Destinations) =>
	openSession({id, connected, where: to, simulated: demo, ...settings});
const started = {flags: place, where};

const first = session(startedWith(started), connect(where), where);
await headStart(first.resources.engine);
// Loaded only here: questions of scripts need nothing of it.
const {runDashboard} = await import('./ui/run.ts');
await runDashboard({
	...(demo === undefined ? {} : {tips: demo.tips, practice: demo.practice}),
	first,
	// What is practised on is left by leaving skep: nobody takes the one for the other.
	...(demo === undefined ? {switchboard: switchboardOf({started, env: process.env, openSession: session})} : {}),
	isReadOnly: cli.flags.readOnly,
	opensCockpit: cli.flags.cockpit,
	// A simulated swarm is gone with what is unfinished in it.
	...(demo === undefined ? {unfinished: unfinishedIn(state)} : {}),
	...(notify === undefined ? {} : {notify}),
	// With --no-history nothing that may hold passwords stays on a disk.
	editFolder: settings.keepsHistory
		? join(state, 'edits')
		: join(process.env['XDG_RUNTIME_DIR'] ?? tmpdir(), 'skep-edits'),
	// The nodes of a simulated swarm are nowhere.
	sshNode: demo === undefined ? sshNode : undefined,
	saveText: saveTextIn([process.cwd(), state]),
	saveAt: saveLogAt,
	writeCrash: error => writeCrashLog(state, error, {version, now: new Date()}),
});
process.exit(0);
