import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {type EngineVersion, engineVersions} from './engine-versions.ts';
import {type Lab, startLab} from './lab.ts';
import {labUnavailable} from './packages.ts';

const usage = `npm run lab -- [--engine ${engineVersions.join(' | ')}]
Starts a real swarm of five engines on this machine, with a small shop in it, until you quit.`;

const help = `
  kill NODE      power loss           restart NODE   power on again
  cut NODE       pull its cable       heal NODE      plug it in again
  quit           remove everything (so does Ctrl+C)
`;

const shopFile = fileURLToPath(new URL('shop.yaml', import.meta.url));

type Command = {
	readonly act: (lab: Lab, name: string) => Promise<void>;
	readonly done: string;
};

const commands: Readonly<Record<string, Command>> = {
	kill: {act: (lab, name) => lab.kill(lab.node(name)), done: 'is off; the managers notice in about 12 s'},
	restart: {act: (lab, name) => lab.restart(lab.node(name)), done: 'answers again'},
	cut: {act: (lab, name) => lab.cutOff(lab.node(name)), done: 'is cut off; it runs on by itself'},
	heal: {act: (lab, name) => lab.heal(lab.node(name)), done: 'is connected again'},
};

process.exitCode = await main();

async function main(): Promise<number> {
	const engineVersion = chosenEngine();
	const obstacle = labUnavailable();

	if (engineVersion === 'wrong') {
		console.error(usage);
		return 2;
	}

	if (obstacle) {
		console.error(`The lab can't run here: ${obstacle}.`);
		return 1;
	}

	// From the start on: a Ctrl+C while the engines start must not leave them half built.
	const leaving = new AbortController();
	for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.on(name, () => leaving.abort());
	}

	console.log('Starting five engines (what lacks of docker.io, docker-registry and iproute2 is installed first)...');
	const lab = await startLab(engineVersion ? {engineVersion} : {});

	try {
		await lab.docker(lab.node('mgr1'), 'stack', 'deploy', '--compose-file', shopFile, 'shop');
		introduce(lab);
		await followCommands(lab, leaving);
	} finally {
		console.log('Removing the lab...');
		await lab.stop();
	}

	return 0;
}

function chosenEngine(): EngineVersion | undefined | 'wrong' {
	try {
		const {engine} = parseArgs({options: {engine: {type: 'string'}}}).values;

		return engine === undefined ? undefined : (engineVersions.find(version => version === engine) ?? 'wrong');
	} catch {
		return 'wrong';
	}
}

function introduce(lab: Lab) {
	const sockets = lab.nodes.map(node => `  ${node.name.padEnd(6)} ${node.host}`);
	const [first] = lab.nodes;

	console.log(`\n${sockets.join('\n')}\n\nIn another terminal:\n  npm start -- --host ${first?.host}\n${help}`);
}

async function followCommands(lab: Lab, leaving: AbortController) {
	const {signal} = leaving;
	const input = createInterface({input: process.stdin, output: process.stdout, prompt: 'lab> ', signal});

	input.on('SIGINT', () => leaving.abort());
	input.prompt();

	// One after the other: a restart waits for the kill before it.
	for await (const line of input) {
		const [word = '', name = ''] = line.trim().split(/\s+/);

		if (word === 'quit') {
			return;
		}

		await follow(lab, word, name);
		input.prompt();
	}
}

async function follow(lab: Lab, word: string, name: string) {
	const command = commands[word];

	if (!command) {
		console.log(help);
		return;
	}

	try {
		await command.act(lab, name);
		console.log(`${name} ${command.done}`);
	} catch (error) {
		console.log(error instanceof Error ? error.message : error);
	}
}
