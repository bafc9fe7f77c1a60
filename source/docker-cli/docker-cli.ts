import {errorIn, linesOf, warningsIn} from './printed.ts';
import {type Ran, run} from './run.ts';

/** What the `docker` command line here can do. */
export type CliFacts = {
	/** `28.5.2`. */
	readonly version: string;
	/** `docker stack config`: without it nothing is known of a file before it is deployed. */
	readonly hasConfig: boolean;
	/** `docker stack deploy --detach`; earlier ones never wait. */
	readonly hasDetach: boolean;
};

export type DeployRequest = {
	/** An absolute path. */
	readonly file: string;
	readonly stack: string;
	readonly prune: boolean;
	readonly registryAuth: boolean;
	readonly resolveImage: 'always' | 'changed' | 'never';
};

/** `problem` is what the command line said: one sentence, or why it said nothing. */
type Configured = {readonly printed: string; readonly warnings: readonly string[]} | {readonly problem: string};

type Deployed = {
	/** What it did, in its own words: `Creating service shop_web`. */
	readonly did: readonly string[];
	readonly warnings: readonly string[];
	/** Why it stopped; absent when it got through. */
	readonly problem?: string;
};

type DockerCli = {
	readonly facts: (signal?: AbortSignal) => Promise<CliFacts | {readonly problem: string}>;
	/** The file with variables, anchors and short forms resolved. It holds values of variables: keep it in memory. */
	readonly config: (file: string, signal?: AbortSignal) => Promise<Configured>;
	readonly deploy: (request: DeployRequest, signal?: AbortSignal) => Promise<Deployed>;
	/** Whether a variable is set for the files it reads. */
	readonly isSet: (name: string) => boolean;
};

export type Options = {
	/** The flags that lead to the engine that skep talks to now: the command line talks to the same. */
	readonly place: () => readonly string[];
	readonly env: NodeJS.ProcessEnv;
	readonly program?: string;
};

const seconds = 1000;
const patience = {facts: 10 * seconds, config: 30 * seconds, deploy: 10 * 60 * seconds};

/** The arguments after `docker` of a deploy, the same as those that are shown. */
const deployArguments = (request: DeployRequest, hasDetach: boolean): readonly string[] => [
	'stack',
	'deploy',
	'--compose-file',
	request.file,
	...(hasDetach ? ['--detach=true'] : []),
	...(request.prune ? ['--prune'] : []),
	...(request.registryAuth ? ['--with-registry-auth'] : []),
	'--resolve-image',
	request.resolveImage,
	request.stack,
];

/** TLS is said by flags: what the environment asks for may be meant for another engine. */
const environmentFor = ({DOCKER_TLS, DOCKER_TLS_VERIFY, DOCKER_CERT_PATH, ...env}: NodeJS.ProcessEnv) => env;

/**
The user's `docker`, with the environment that compose files take their variables from, pointed at one engine by flag:
that counts more than DOCKER_HOST and any context.
*/
export const createDockerCli = ({place, env, program = 'docker'}: Options): DockerCli => {
	const environment = environmentFor(env);
	const docker = (args: readonly string[], limit: number, signal?: AbortSignal) =>
		run({
			program,
			args: [...place(), ...args],
			env: environment,
			patience: limit,
			...(signal && {signal}),
		});
	let known: Promise<CliFacts | {readonly problem: string}> | undefined;
	const facts: DockerCli['facts'] = async signal => {
		known ??= factsOf(args => docker(args, patience.facts, signal));
		const found = await known;
		// It may be installed while skep runs.
		known = 'problem' in found ? undefined : known;
		return found;
	};

	return {
		facts,
		async config(file, signal) {
			const ran = await docker(['stack', 'config', '--compose-file', file], patience.config, signal);
			return ran.kind === 'done'
				? {printed: ran.out, warnings: warningsIn(ran.err)}
				: {problem: problemOf(ran, patience.config)};
		},
		async deploy(request, signal) {
			const found = await facts(signal);
			const hasDetach = 'hasDetach' in found && found.hasDetach;
			const args = deployArguments(request, hasDetach);
			const ran = await docker(args, patience.deploy, signal);
			return {
				did: linesOf(ran.out),
				warnings: ran.kind === 'failed' ? warningsIn(ran.err).slice(0, -1) : warningsIn(ran.err),
				...(ran.kind === 'done' ? {} : {problem: problemOf(ran, patience.deploy)}),
			};
		},
		isSet: name => env[name] !== undefined,
	};
};

const problemOf = (ran: Ran, limit: number): string => {
	switch (ran.kind) {
		case 'missing':
			return missing;
		case 'late':
			return `docker was not through after ${limit / seconds} s, and was ended`;
		case 'aborted':
			return 'docker was ended, as this was given up';
		default:
			return errorIn(ran.err === '' ? ran.out : ran.err);
	}
};

const missing = 'there is no docker command line here: install the docker CLI (Debian: docker-cli or docker.io)';

const factsOf = async (docker: (args: readonly string[]) => Promise<Ran>): Promise<CliFacts | {problem: string}> => {
	const version = await docker(['--version']);
	const [, number] = /version (\d[\w.+~-]*)/.exec(version.out) ?? [];

	if (version.kind !== 'done' || number === undefined) {
		return {problem: problemOf(version, patience.facts)};
	}

	// What it can is asked of it: version numbers of distributions say little.
	const [stack, deploy] = await Promise.all([docker(['stack', '--help']), docker(['stack', 'deploy', '--help'])]);
	return {
		version: number.replace(/[+~].*$/, ''),
		hasConfig: /^\s+config\s/m.test(stack.out),
		hasDetach: deploy.out.includes('--detach'),
	};
};
