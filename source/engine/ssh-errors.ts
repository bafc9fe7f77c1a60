import {addressOf, type SshEndpoint} from './endpoint.ts';
import {EngineError, type EngineErrorKind} from './errors.ts';
import {cleaned} from './normalise.ts';

type Where = {
	readonly address: string;
	/** As it is typed after `ssh`. */
	readonly login: string;
	readonly host: string;
	readonly user: string;
};

type Rule = {
	readonly said: RegExp;
	readonly kind?: EngineErrorKind;
	readonly sentence: (where: Where, match: RegExpExecArray) => string;
};

// In the words of OpenSSH, of shells, and of docker's command line; the first that fits counts.
const rules: readonly Rule[] = [
	{
		said: /REMOTE HOST IDENTIFICATION HAS CHANGED/,
		sentence: ({host, login}) =>
			`The host key of ${host} is not the one that ssh knows: it was installed anew, or someone is in between. If you know why: ssh-keygen -R ${host}, then once: ssh ${login}`,
	},
	{
		said: /Host key verification failed|host key is known for/i,
		sentence: ({host, login}) =>
			`ssh does not know the host key of ${host} yet: look at it and accept it once with: ssh ${login}`,
	},
	{
		said: /permission denied while trying to connect to the docker|dial unix \S+: connect: permission denied/i,
		kind: 'forbidden',
		sentence: ({user, host}) => `Docker on ${host} refuses ${user}: there, join the group "docker", or log in as root.`,
	},
	{
		said: /Permission denied(?: \(([\w,-]+)\))?/,
		sentence: ({login, user, host}, [, ways]) =>
			`${host} does not let ${user} in by ssh${ways === undefined ? '' : ` (${ways})`}: nothing can be asked here, so a key has to do. Try it: ssh ${login}`,
	},
	{
		said: /Too many authentication failures/,
		sentence: ({host, login}) =>
			`${host} refused all keys of the agent before the right one: name it in ~/.ssh/config (IdentityFile, IdentitiesOnly yes). Try it: ssh ${login}`,
	},
	{
		said: /Could not resolve hostname ([^\s:]+)/i,
		sentence: (_, [, name]) => `ssh finds no host ${name}: is the name right, or in ~/.ssh/config?`,
	},
	{
		said: /(Connection (?:refused|timed out)|Operation timed out|No route to host|Network is unreachable)/i,
		sentence: ({host}, [, what = '']) => `ssh can't reach ${host}: ${what.toLowerCase()}.`,
	},
	{
		said: /docker: (?:command )?not found|docker: No such file|Unknown command: docker|is not recognized as an internal/i,
		sentence: ({host, user}) =>
			`There is no docker command on ${host} for ${user}: ssh:// needs the docker CLI there (Debian: docker-cli).`,
	},
	{
		said: /'?dial-stdio'? is not a docker command|unknown command.*dial-stdio/i,
		sentence: ({host}) => `The docker command on ${host} is too old for ssh://, which came with 18.09.`,
	},
	{
		said: /Cannot connect to the Docker daemon|dial unix \S+: connect: (?:no such file|connection refused)/i,
		sentence: ({host}) => `Docker is not running on ${host}, or its socket is elsewhere: ssh://HOST/path/docker.sock.`,
	},
	{
		said: /Timeout, server \S+ not responding|client_loop|closed by remote host|Broken pipe|Connection reset|Connection closed/i,
		sentence: ({address}) => `The ssh connection to ${address} broke.`,
	},
];

const whereOf = (endpoint: SshEndpoint): Where => {
	const {user, host, port} = endpoint;
	const name = user === undefined ? host : `${user}@${host}`;
	return {
		address: addressOf(endpoint),
		host,
		login: port === undefined ? name : `-p ${port} ${name}`,
		user: user ?? 'you',
	};
};

/** Why an `ssh` ended, by what it said. */
export const explainSsh = (endpoint: SshEndpoint, said: string, code: number | null): EngineError => {
	const where = whereOf(endpoint);
	for (const {said: pattern, kind = 'unreachable', sentence} of rules) {
		const match = pattern.exec(said);
		if (match !== null) {
			return new EngineError(kind, sentence(where, match));
		}
	}
	const last = cleaned(said.trim().split('\n').at(-1) ?? '');
	const how = last === '' ? (code === null || code === 0 ? '' : ` with code ${code}`) : `: ${last}`;
	return new EngineError('unreachable', `The ssh connection to ${where.address} ended${how}.`.replace(/\.\.$/, '.'));
};

export const missingSsh = (error: Error) =>
	new EngineError('unreachable', 'There is no ssh command here: install it (Debian: openssh-client).', {cause: error});
