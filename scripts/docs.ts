import {readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import type {Operation} from '../source/operations/operation.ts';
import {operations} from '../source/operations/operations.ts';
import type {Target} from '../source/operations/target.ts';
import {commands} from '../source/ui/commands/commands.ts';
import {keymap} from '../source/ui/keymap.ts';
import {keyName} from '../source/ui/pages/help.ts';
import {
	config,
	engineInfo,
	network,
	node,
	secret,
	service,
	snapshotOf,
	swarmFacts,
	volume,
} from '../test/helpers/builders.ts';

const readme = path.join(import.meta.dirname, '..', 'README.md');

const table = (heading: readonly string[], rows: readonly (readonly string[])[]) =>
	[heading, heading.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n');

const code = (text: string) => `\`${text.replaceAll('|', '\\|')}\``;

const keysOf = (keys: readonly string[]) => keys.map(key => code(keyName(key))).join(' ');

/** Every key outside dialogs, straight from the keymap, and the one that a form has for images. */
const keysTable = () => {
	const where = {panes: 'everywhere', list: 'in lists', tasks: 'in tasks', logs: 'in logs', form: 'in a form'} as const;
	const shown = keymap.filter(({scope, command}) =>
		scope === 'form' ? command === 'offerTags' : Object.hasOwn(where, scope),
	);
	return table(
		['key', 'what it does', 'where'],
		shown.map(({keys, command, scope}) => [
			keysOf(keys),
			commands[command].title,
			commands[command].changes ? 'on a row' : where[scope as keyof typeof where],
		]),
	);
};

const [aNode, aService] = [node('work1'), service('shop_web')];
const [aNetwork, aSecret, aConfig] = [network('backend'), secret('db-v1'), config('nginx-v1')];
const [aVolume, aSwarm, anEngine] = [volume('data'), swarmFacts(), engineInfo()];
const targets: Readonly<Record<Target['kind'], Target>> = {
	node: {kind: 'node', id: aNode.id, saw: aNode},
	service: {kind: 'service', id: aService.id, saw: aService},
	network: {kind: 'network', id: aNetwork.id, saw: aNetwork},
	secret: {kind: 'secret', id: aSecret.id, saw: aSecret},
	config: {kind: 'config', id: aConfig.id, saw: aConfig},
	volume: {kind: 'volume', id: aVolume.name, saw: aVolume},
	stack: {kind: 'stack', id: 'shop', saw: {name: 'shop', services: [aService], networks: 1, secrets: 0, configs: 0}},
	swarm: {kind: 'swarm', id: aSwarm.id, saw: aSwarm},
	engine: {kind: 'engine', id: 'unix:///var/run/docker.sock', saw: anEngine},
};

/** What is typed into the first field of a form, or into several by their names. */
const typed: Readonly<Record<string, string | Readonly<Record<string, string>>>> = {
	labelNode: 'zone=seoul',
	labelService: 'tier=front',
	scaleService: '5',
	updateImage: ':2.5.0',
	createService: {name: 'web', image: 'nginx:1.27', replicas: '3', ports: '8080:80', networks: 'backend'},
	createSecret: {name: 'db-password', file: 'db.txt'},
	createConfig: {name: 'nginx-v1', file: 'nginx.conf', template: 'yes'},
	createNetwork: {name: 'backend', subnet: '10.77.0.0/24', attachable: 'yes', encrypted: 'yes'},
	createVolume: {name: 'data', options: 'type=nfs o=addr=10.0.0.5,rw device=:/export/data'},
	editNode: {spec: JSON.stringify({Labels: {zone: 'seoul'}})},
	editService: {
		spec: JSON.stringify({
			Name: 'shop_web',
			TaskTemplate: {ContainerSpec: {Env: ['TZ=Asia/Seoul']}},
			Labels: {tier: 'front'},
		}),
	},
	joinSwarm: {token: `SWMTKN-1-${'0'.repeat(50)}-${'0'.repeat(25)}`, manager: '10.0.0.5:2377'},
	unlockSwarm: {key: `SWMKEY-1-${'0'.repeat(43)}`},
	initSwarm: {advertise: '10.0.0.5', autolock: 'on'},
	changeSwarmSettings: {taskHistoryLimit: '3', heartbeat: '7s'},
	changeNeeds: {constraints: 'node.labels.disk == ssd', reservedMemory: '512MiB'},
	deployStack: {file: '/srv/shop/compose.yaml', prune: 'yes'},
	redeployStack: '/srv/shop/compose.yaml',
};

/** The command that the operation's own dialog would show. */
const exampleOf = (operation: Operation) => {
	const target = targets[operation.on];
	const fields = operation.fields?.([target]) ?? [];
	const entered = typed[operation.id] ?? {};
	const given = typeof entered === 'string' ? {[fields[0]?.name ?? '']: entered} : entered;
	const values = {...Object.fromEntries(fields.map(({name, initial}) => [name, initial])), ...given};
	const parsed = operation.parse(values, [target]);

	if (parsed.kind === 'problem') {
		throw new Error(`${operation.id}: ${parsed.problem}`);
	}

	return operation.cli(target, parsed.input, snapshotOf({nodes: [aNode], services: [aService]}));
};

/** Every operation with its `docker` command, as its own dialog shows it. */
const operationsTable = () =>
	table(
		['operation', 'how it is confirmed', 'the same with docker'],
		Object.values(operations).map(operation => [
			operation.title,
			operation.danger === 'destructive' ? 'name typed' : '`y`; name typed where there is a warning',
			code(exampleOf(operation)),
		]),
	);

/** The README with its generated tables as they should be. */
export const readmeWithTables = async () => {
	const text = await readFile(readme, 'utf8');
	return Object.entries({keys: keysTable(), operations: operationsTable()}).reduce(
		(whole, [name, content]) =>
			whole.replace(
				new RegExp(`(<!-- ${name} -->)[^]*?(<!-- /${name} -->)`),
				(_, start, end) => `${start}\n${content}\n${end}`,
			),
		text,
	);
};

if (process.argv[1] === import.meta.filename) {
	await writeFile(readme, await readmeWithTables());
}
